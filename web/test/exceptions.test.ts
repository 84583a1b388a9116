import { describe, expect, it } from 'vitest';
import { can, type FieldException, inOrder, kindCounts, passes } from '../src/exceptions/exceptions';

const row = (id: string, more: Partial<FieldException>): FieldException => ({
  id,
  kind: 'silent',
  severity: 'warning',
  state: 'open',
  rep_id: 1,
  rep_code: 'R1',
  rep_name: 'One',
  org_unit_name: 'Team',
  date: '2026-03-02',
  opened_at: '2026-03-02T02:00:00.000Z',
  cause_ended_at: null,
  owner_id: 7,
  owner_name: 'Sup',
  visit_id: null,
  outlet_id: null,
  outlet_code: null,
  outlet_name: null,
  evidence: {},
  reason: null,
  resolved_at: null,
  resolved_by: null,
  ...more,
});

describe('the board of exceptions', () => {
  it('has what presses on top, then what nobody has seen, then the newest', () => {
    const rows = [
      row('old', {}),
      row('idle', { kind: 'idle', severity: 'info', opened_at: '2026-03-02T05:00:00.000Z' }),
      row('seen', { state: 'acknowledged', opened_at: '2026-03-02T04:00:00.000Z' }),
      row('sos', { kind: 'sos', severity: 'critical', state: 'acknowledged' }),
      row('new', { opened_at: '2026-03-02T03:00:00.000Z' }),
    ];
    expect(inOrder(rows).map((r) => r.id)).toEqual(['sos', 'new', 'old', 'seen', 'idle']);
    expect(inOrder(rows.toReversed())).toEqual(inOrder(rows));
    expect(kindCounts(rows)).toEqual([
      ['silent', 3],
      ['sos', 1],
      ['idle', 1],
    ]);
  });

  it('shows a kind, and what somebody owns', () => {
    const one = row('a', {});
    expect(passes(one, {})).toBe(true);
    expect(passes(one, { kind: 'idle' })).toBe(false);
    expect(passes(one, { owner: 7 })).toBe(true);
    expect(passes(one, { owner: 8 })).toBe(false);
    expect(passes(row('b', { owner_id: null }), { owner: 8 })).toBe(false);
  });

  it('offers the steps that can follow', () => {
    const steps = (state: FieldException['state']) =>
      (['acknowledge', 'resolve', 'reopen'] as const).filter((action) => can(action, row('a', { state })));
    expect(steps('open')).toEqual(['acknowledge', 'resolve']);
    expect(steps('acknowledged')).toEqual(['resolve', 'reopen']);
    expect(steps('resolved')).toEqual(['reopen']);
  });
});
