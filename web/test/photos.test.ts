import { describe, expect, it } from 'vitest';
import { findingWords, listPath, type Photo } from '../src/photos/photos';

const photo: Photo = {
  id: '01970000-0000-7000-8000-000000000001',
  rep_id: 1,
  rep_code: 'R1',
  rep_name: 'One',
  date: '2026-03-02',
  visit_id: null,
  outlet_id: null,
  outlet_code: null,
  outlet_name: null,
  customer_id: null,
  subject: null,
  note: null,
  taken_at: '2026-03-02T02:00:00.000Z',
  findings: [],
  distance_m: 5200,
  off_s: -7200,
  reused_of: null,
  bits_apart: null,
  status: 'pending',
  decided_by: null,
  decided_at: null,
  reason: null,
  width: 640,
  height: 480,
  removed: false,
};

/** A word and what fills its gaps. */
const t = ((key: string, gaps?: object) => (gaps ? `${key} ${JSON.stringify(gaps)}` : key)) as never;
const format = { distance: (m: number) => `${m} m`, duration: (s: number) => `${s} s` };

describe('the wall of photos', () => {
  it('asks for what waits unless told otherwise', () => {
    expect(listPath({}, null)).toBe('photos?limit=120&status=pending');
    expect(listPath({ show: 'all', finding: 'reused', visit: 'v', from: '2026-03-02' }, 'c')).toBe(
      'photos?limit=120&finding=reused&visit_id=v&from=2026-03-02&cursor=c',
    );
  });
  it('says what speaks against a photo with its figure', () => {
    expect(findingWords(photo, 'taken_elsewhere', t, format)).toContain('5200 m');
    expect(findingWords(photo, 'taken_earlier', t, format)).toBe(
      'photos.found.taken_earlier {"time":"7200 s"}',
    );
    expect(findingWords({ ...photo, bits_apart: 0 }, 'reused', t, format)).toBe('photos.found.same');
    expect(findingWords({ ...photo, bits_apart: 5 }, 'reused', t, format)).toBe('photos.found.alike');
  });
});
