import { describe, expect, it } from 'vitest';
import { codesFile, faultAt, inFours, newPasswordFault } from '../src/account/account';
import { Problem } from '../src/api/client';
import { deviceName } from '../src/app/device_name';
import { problemText } from '../src/app/problem';
import { loginSearch, wantsCode } from '../src/pages/sign_in';

describe('a browser', () => {
  it('is named as people name it', () => {
    const phone = 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537';
    expect(deviceName(`${phone} Chrome/140 Mobile Safari/537`)).toBe('Chrome · Android');
    expect(deviceName('Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140')).toBe('Edge · Windows');
    expect(deviceName('Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/130 Chrome/130 Safari/537')).toBe(
      'Cốc Cốc · Windows',
    );
    expect(deviceName(`${phone} Chrome/138 Mobile Safari/537 MicroMessenger/8.0`)).toBe(
      '微信 WeChat · Android',
    );
    expect(
      deviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) CriOS/140 Mobile Safari/604'),
    ).toBe('Chrome · iPhone');
    expect(deviceName('curl')).toBe('');
  });
});

describe('a password that is chosen', () => {
  it('is long enough and typed twice', () => {
    expect(newPasswordFault({ fresh: 'seven77', repeat: 'seven77' })).toBe('short');
    expect(newPasswordFault({ fresh: 'mật khẩu dài', repeat: 'mật khẩu dai' })).toBe('differs');
    expect(newPasswordFault({ fresh: 'mật khẩu dài', repeat: 'mật khẩu dài' })).toBeNull();
  });
  it('is refused where the server finds fault with it', () => {
    const refused = new Problem(422, 'invalid', null, [{ pointer: '/new_password', code: 'too_long' }]);
    expect(newPasswordFault({ fresh: 'mật khẩu dài', repeat: 'mật khẩu dài' }, refused)).toBe('refused');
    expect(faultAt(refused, '/password')).toBe(false);
  });
});

describe('a second factor', () => {
  it('is asked for beside a password that is right', () => {
    expect(wantsCode(new Problem(401, 'second_factor_required'))).toBe(true);
    expect(wantsCode(new Problem(401, 'wrong_code'))).toBe(false);
  });
  it('has a secret that can be typed, and codes that can be kept', () => {
    expect(inFours('ABCDEFGHIJ')).toBe('ABCD EFGH IJ');
    expect(codesFile('Of an', ['A-1', 'B-2'])).toBe('Of an\n\nA-1\nB-2\n');
  });
});

describe('the login page', () => {
  it('takes from its address what it knows', () => {
    expect(loginSearch({ problem: 'sso_stale', reset: 1 })).toEqual({ problem: 'sso_stale', reset: 1 });
    expect(loginSearch({ problem: 'other', next: '' })).toEqual({});
  });
  it('says how long to wait', () => {
    const t = ((key: string, { count }: { count: number }) => `${key} ${count}`) as never;
    const wait = (s: number) => problemText(new Problem(429, 'rate_limited', null, [], null, s), t);
    expect(wait(5)).toBe('account.wait.seconds 5');
    expect(wait(61)).toBe('account.wait.minutes 2');
  });
});
