import { describe, expect, it } from 'vitest';
import {
  age,
  clock,
  companyDate,
  dateIn,
  dayBounds,
  distance,
  duration,
  fold,
  money,
  shiftDate,
} from '../src/format/format';
import { circle } from '../src/map/geometry';
import { fieldOf, type SetupForm, validateSetup } from '../src/pages/setup_form';

const ZONE = 'Asia/Ho_Chi_Minh';

describe('formats', () => {
  it('tells the time in the company’s zone, with 24 hours', () => {
    expect(clock('2026-11-20T17:05:00Z', 'en', ZONE)).toBe('00:05');
    expect(clock('2026-11-20T08:05:00Z', 'vi', ZONE)).toBe('15:05');
    expect(clock('2026-11-20T08:05:00Z', 'zh', ZONE)).toBe('15:05');
  });
  it('knows the company’s date and its bounds', () => {
    expect(dateIn(Date.parse('2026-11-20T17:05:00Z'), ZONE)).toBe('2026-11-21');
    expect(companyDate(Date.parse('2026-11-20T17:05:00Z'), ZONE, 0)).toBe('2026-11-21');
    expect(companyDate(Date.parse('2026-11-20T17:05:00Z'), ZONE, 20 * 60)).toBe('2026-11-20');
    expect(companyDate(Date.parse('2026-11-20T13:00:00Z'), ZONE, 20 * 60)).toBe('2026-11-20');
    expect(companyDate(Date.parse('2026-11-20T12:59:00Z'), ZONE, 20 * 60)).toBe('2026-11-19');
    expect(dayBounds('2026-11-20', ZONE, 20 * 60 + 5)).toEqual({
      fromAt: '2026-11-20T13:05:00.000Z',
      toAt: '2026-11-21T13:05:00.000Z',
    });
    expect(dayBounds('2026-11-21', ZONE, 0)).toEqual({
      fromAt: '2026-11-20T17:00:00.000Z',
      toAt: '2026-11-21T17:00:00.000Z',
    });
    expect(dayBounds('2026-03-29', 'Europe/Berlin', 0)).toEqual({
      fromAt: '2026-03-28T23:00:00.000Z',
      toAt: '2026-03-29T22:00:00.000Z',
    });
    expect(shiftDate('2026-03-01', -1)).toBe('2026-02-28');
  });
  it('writes money in the currency’s own decimals', () => {
    expect(money(1_250_000, 'VND', 'vi').replace(/\s/g, ' ')).toMatch(/1\.250\.000 ₫/);
    expect(money(1_999, 'USD', 'en')).toBe('$19.99');
    expect(money(500, 'JPY', 'en')).toContain('500');
  });
  it('keeps lengths and times short', () => {
    expect(distance(84.4, 'en').replace(/\s/g, ' ')).toBe('84 m');
    expect(distance(1_240, 'en').replace(/\s/g, ' ')).toBe('1.2 km');
    expect(duration(3_900, 'en').replace(/\s/g, ' ')).toBe('1 h 5 min');
    expect(duration(3_599, 'en').replace(/\s/g, ' ')).toBe('1 h');
    expect(age(95_000, 'en').replace(/\s/g, ' ')).toBe('1 min');
    expect(age(-500, 'en').replace(/\s/g, ' ')).toBe('0 s');
  });
  it('folds diacritics and đ', () => {
    expect(fold('Đặng Thị Thuý Nguyễn')).toBe('dang thi thuy nguyen');
  });
});

describe('geometry', () => {
  it('draws a circle of the right size', () => {
    const ring = circle({ lat: 21, lng: 105 }, 100).coordinates[0]!;
    const east = Math.max(...ring.map(([lng]) => lng!)) - 105;
    const north = Math.max(...ring.map(([, lat]) => lat!)) - 21;
    expect(east * Math.cos((21 * Math.PI) / 180) * 111_195).toBeCloseTo(100, 0);
    expect(north * 111_195).toBeCloseTo(100, 0);
    expect(ring[0]).toEqual(ring.at(-1));
  });
});

describe('the first-run form', () => {
  const good: SetupForm = {
    name: 'Acme',
    time_zone: ZONE,
    currency: 'VND',
    language: 'vi',
    hours_from: '08:00',
    hours_to: '17:30',
    admin_name: 'An',
    login: 'an',
    password: 'a long sentence',
    repeat: 'a long sentence',
  };
  const faults = (over: Partial<SetupForm>) => validateSetup({ ...good, ...over }, (fault) => fault);
  it('accepts what is right', () => expect(faults({})).toEqual({}));
  it('names every fault', () => {
    expect(faults({ name: ' ', login: 'a b', hours_to: '07:00', password: 'short', repeat: '' })).toEqual({
      name: 'required',
      login: 'login',
      hours_to: 'hours',
      password: 'short',
    });
    expect(faults({ repeat: 'another' })).toEqual({ repeat: 'differs' });
  });
  it('finds the field of a server’s fault', () => {
    expect(fieldOf('/company/working_hours/1')).toBe('hours_to');
    expect(fieldOf('/somewhere/else')).toBeUndefined();
  });
});
