import { describe, expect, it } from 'vitest';
import type { BoardRow } from '../src/api/types';
import { countRows, passes, rowOf, searchRows, sortRows } from '../src/board/rows';
import { LiveWorld } from '../src/live/world';

const NOW = Date.parse('2026-11-20T03:00:00Z');
const row = (id: number, name: string, over: Partial<BoardRow> = {}): BoardRow => ({
  id,
  code: `R${id}`,
  name,
  org_unit_id: 1,
  org_unit_name: 'Hoàn Kiếm',
  planned: 10,
  visited: 4,
  first_check_in_at: null,
  last_check_in_at: null,
  distance_m: 100,
  last_fix_at: '2026-11-20T02:59:50Z',
  battery_pct: 50,
  position: null,
  activity: 'travelling',
  flags: [],
  backlog: 0,
  device_last_seen_at: null,
  started: true,
  ...over,
});
const world = new LiveWorld();
const rows = (list: BoardRow[]) => sortRows(list.map((r) => rowOf(r, world, NOW)));

describe('the rep list', () => {
  it('finds Nguyễn Đức by "nguyen duc", and words in any order', () => {
    const list = rows([row(1, 'Nguyễn Văn Đức'), row(2, 'Trần Thị Hoa')]);
    expect(searchRows(list, 'nguyen').map((r) => r.id)).toEqual([1]);
    expect(searchRows(list, 'duc NGUYỄN').map((r) => r.id)).toEqual([1]);
    expect(searchRows(list, 'hoan kiem').length).toBe(2);
    expect(searchRows(list, '  ').length).toBe(2);
  });
  it('puts trouble first, then names in Vietnamese order', () => {
    const list = rows([
      row(1, 'Đỗ An'),
      row(2, 'Dương Bình'),
      row(3, 'Zin', { flags: ['invalid'] }),
      row(4, 'Yến', { started: false, last_fix_at: null }),
      row(5, 'Xuân', { flags: ['review'] }),
    ]);
    expect(list.map((r) => r.id)).toEqual([3, 4, 5, 2, 1]);
  });
  it('says who is silent, and that his records are missing', () => {
    const [silent] = rows([row(1, 'A', { last_fix_at: '2026-11-20T02:40:00Z', backlog: 12 })]);
    expect(silent!.status).toBe('no_signal');
    expect(silent!.exceptions).toEqual(['backlog', 'no_signal']);
  });
  it('does not call a waiting record missing while the phone talks', () => {
    expect(rows([row(1, 'A', { backlog: 12 })])[0]!.exceptions).toEqual([]);
  });
  it('lets the newer of REST and live win', () => {
    const live = new LiveWorld();
    const state = {
      id: 1,
      code: 'R1',
      name: 'A',
      org_unit: 1,
      at: '2026-11-20T02:59:59Z',
      lat: 21,
      lng: 105,
      accuracy_m: null,
      speed_mps: null,
      bearing_deg: null,
      battery_pct: null,
      presence: 'online' as const,
      activity: 'in_visit' as const,
      visit: null,
      outlet: null,
      visited: 5,
      planned: 10,
      flags: ['review' as const],
    };
    live.replace('rep', [state], []);
    const newer = rowOf(row(1, 'A'), live, NOW);
    expect([newer.status, newer.visited, newer.exceptions]).toEqual(['in_visit', 5, ['review']]);
    const older = rowOf(row(1, 'A', { last_fix_at: '2026-11-20T03:00:00Z' }), live, NOW);
    expect(older.status).toBe('travelling');
  });
  it('counts what its filters show', () => {
    const list = rows([row(1, 'A'), row(2, 'B', { activity: 'idle' }), row(3, 'C', { started: false })]);
    const counts = countRows(list);
    for (const filter of ['all', 'exceptions', 'travelling', 'idle', 'not_started'] as const)
      expect(list.filter((r) => passes(r, filter)).length).toBe(counts[filter]);
    expect(counts.exceptions).toBe(2);
  });
});
