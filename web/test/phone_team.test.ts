import { describe, expect, it } from 'vitest';
import type { Order } from '../src/api/trade';
import type { BoardRow, VisitSummary } from '../src/api/types';
import type { FieldException } from '../src/exceptions/exceptions';
import { mapsLink } from '../src/m/maps_link';
import { lengthOf, noteOf, readNote } from '../src/m/team/coaching';
import { found, marksOf, members } from '../src/m/team/members';
import { needsDecision } from '../src/m/team/visits';
import { inOrder, kindsOf, ofAbsences, ofOrders, ofVisits, type Waiting } from '../src/m/team/waits';
import type { Absence } from '../src/plans/plans';

const NOW = Date.parse('2026-11-27T03:00:00Z');

function rep(id: number, name: string, given: Partial<BoardRow> = {}): BoardRow {
  return {
    id,
    code: `R${id}`,
    name,
    org_unit_id: 1,
    org_unit_name: 'Tổ Ba Đình',
    planned: 16,
    visited: 3,
    first_check_in_at: null,
    last_check_in_at: null,
    distance_m: 0,
    last_fix_at: '2026-11-27T02:59:30Z',
    battery_pct: 50,
    position: null,
    activity: 'travelling',
    flags: [],
    backlog: 0,
    device_last_seen_at: null,
    started: true,
    ...given,
  };
}

const exception = (rep_id: number, kind: string) => ({ rep_id, kind }) as FieldException;

describe('the team as a list', () => {
  it('has first who needs an eye, the others by name', () => {
    const board = [
      rep(1, 'Đỗ Bình'),
      rep(2, 'Trần An', { last_fix_at: '2026-11-27T02:00:00Z' }),
      rep(3, 'Lê Cúc'),
      rep(4, 'Bùi Dũng'),
    ];
    const rows = members(board, [exception(3, 'sos')], NOW, 'vi');
    expect(rows.map(({ id }) => id)).toEqual([3, 2, 4, 1]);
    expect(rows.map(({ signal }) => signal)).toEqual(['live', 'silent', 'live', 'live']);
  });

  it('tells what a rep does apart from whether he is heard', () => {
    const [row] = members(
      [rep(1, 'A', { last_fix_at: '2026-11-27T02:00:00Z', activity: 'in_visit' })],
      [],
      NOW,
      'vi',
    );
    expect([row!.work, row!.signal]).toEqual(['in_visit', 'silent']);
    // The signal says so already.
    expect(marksOf(row!)).toEqual([]);
  });

  it('finds a name without its marks, its words in any order, and a code', () => {
    const rows = members([rep(1, 'Đỗ Thị Bình'), rep(2, 'Trần Văn An')], [], NOW, 'vi');
    expect(found(rows, 'binh do').map(({ id }) => id)).toEqual([1]);
    expect(found(rows, ' r2 ').map(({ id }) => id)).toEqual([2]);
    expect(found(rows, 'ba dinh')).toHaveLength(2);
    expect(found(rows, 'xyz')).toEqual([]);
  });

  it('leads to the maps app of the phone', () => {
    const at = { lat: 21.03, lng: 105.84 };
    expect(mapsLink(at, 'Lê A', 'Android')).toBe('geo:21.03,105.84?q=21.03,105.84(L%C3%AA%20A)');
    expect(mapsLink(at, 'Lê A', 'iPhone')).toBe('maps://?ll=21.03,105.84&q=L%C3%AA%20A');
  });
});

const EN = { well: 'Went well', better: 'To improve', agreed: 'Agreed next' };
const VI = { well: 'Làm tốt', better: 'Cần cải thiện', agreed: 'Thống nhất' };

describe('a coaching note', () => {
  it('is the answers that were given, each under its label', () => {
    expect(noteOf({ well: ' Chào hàng  tốt\n', better: '', agreed: 'Thứ hai kiểm lại' }, VI)).toBe(
      'Làm tốt: Chào hàng tốt\nThống nhất: Thứ hai kiểm lại',
    );
    expect(noteOf({ well: '', better: ' ', agreed: '' }, VI)).toBe('');
  });
  it('is read back in any language, and a plain one is not lost', () => {
    const coaching = { well: 'a: b', better: 'c', agreed: '' };
    expect(readNote(noteOf(coaching, VI), [EN, VI])).toEqual(coaching);
    expect(readNote('hỏi tồn kho trước', [EN, VI])).toEqual({
      well: 'hỏi tồn kho trước',
      better: '',
      agreed: '',
    });
  });
  it('is counted as the server counts', () => {
    expect(lengthOf('ấ😀')).toBe(2);
  });
});

const plain = { who: null, what: null, dates: null, amount: null };
const waiting = (kind: Waiting['kind'], id: string, since: string): Waiting => ({
  ...plain,
  kind,
  id,
  since,
});

describe('what waits for a decision', () => {
  it('has people who wait for an answer first, and visits fresh first', () => {
    const rows = inOrder([
      waiting('visit', 'old', '2026-11-26'),
      waiting('visit', 'new', '2026-11-27'),
      waiting('absence', 'later', '2026-11-27'),
      waiting('absence', 'sooner', '2026-11-25'),
      waiting('order', 'o', '2026-11-20'),
    ]);
    expect(rows.map(({ id }) => id)).toEqual(['sooner', 'later', 'o', 'new', 'old']);
    expect(kindsOf(rows)).toEqual([
      ['absence', 2],
      ['order', 1],
      ['visit', 2],
    ]);
  });
  it('leaves out what is decided', () => {
    const asked = { state: 'requested', rep_name: 'A', requested_at: 'x' } as Absence;
    expect(ofAbsences([asked, { ...asked, state: 'approved' }])).toHaveLength(1);
  });
  it('has of held orders those that the reader may let go', () => {
    const order = { state: 'held', holds: ['credit'] } as Order;
    expect(ofOrders([order], ['confirm_orders'])).toEqual([]);
    expect(ofOrders([order], ['approve_credit'])).toHaveLength(1);
    expect(ofOrders([{ ...order, holds: ['credit', 'price'] }], ['confirm_orders'])).toHaveLength(1);
  });
  it('tells an appeal from a visit in doubt', () => {
    const visit = {
      state: 'closed',
      effective_overall: 'review',
      appeal: null,
      date: '2026-11-27',
    } as VisitSummary;
    const appeal = { reason: 'r', at: 'x', open: true };
    expect(ofVisits([visit, { ...visit, appeal }]).map(({ kind }) => kind)).toEqual(['visit', 'appeal']);
    expect(needsDecision(visit)).toBe(true);
    expect(needsDecision({ ...visit, effective_overall: 'valid' })).toBe(false);
    expect(needsDecision({ ...visit, effective_overall: 'invalid', appeal })).toBe(true);
    expect(
      needsDecision({ ...visit, effective_overall: 'invalid', appeal: { ...appeal, open: false } }),
    ).toBe(false);
  });
});
