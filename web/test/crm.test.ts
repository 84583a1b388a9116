import { describe, expect, it } from 'vitest';
import { doneRatio, type RepCompletion } from '../src/crm/activities';
import { attendeesOf } from '../src/crm/calendar';
import { byPress, CASE_STATES, type Case, caseNext } from '../src/crm/cases';
import { nextBirthday } from '../src/crm/contacts';
import { byValidity, type Contract } from '../src/crm/contracts';
import { activityAt, caseLead, opportunityLead, taskLead } from '../src/crm/leads';
import { daysBetween, movesFrom, type StageTotal } from '../src/crm/opportunities';
import { relationsSearch } from '../src/crm/search';
import { NOTHING_ASKED, ruleOf } from '../src/crm/segments';

describe('the next birthday', () => {
  it('is today, later this year, or next year', () => {
    expect(nextBirthday('1980-11-26', '2026-11-26')).toBe('2026-11-26');
    expect(nextBirthday('1980-12-01', '2026-11-26')).toBe('2026-12-01');
    expect(nextBirthday('1980-01-05', '2026-11-26')).toBe('2027-01-05');
  });
  it('of a leap day is kept on 28 February where there is none', () => {
    expect(nextBirthday('1980-02-29', '2026-11-26')).toBe('2027-02-28');
    expect(nextBirthday('1980-02-29', '2027-11-26')).toBe('2028-02-29');
  });
});

describe('what was done', () => {
  const of = (over: Partial<RepCompletion>): RepCompletion => ({
    rep_id: 1,
    rep_code: 'R1',
    rep_name: 'One',
    due: 0,
    in_time: 0,
    late: 0,
    not_held: 0,
    overdue: 0,
    open: 0,
    unplanned: 0,
    ...over,
  });
  it('is a share of what was due so far', () => {
    expect(doneRatio(of({ due: 5, in_time: 1, late: 1, not_held: 1, overdue: 1, open: 1 }))).toBe(0.5);
  });
  it('is unknown while all is to come', () => {
    expect(doneRatio(of({ due: 2, open: 2, unplanned: 3 }))).toBeNull();
  });
});

describe('an opportunity', () => {
  const stage = (code: string, outcome: StageTotal['outcome'], active = true) =>
    ({ code, outcome, active }) as StageTotal;
  const stages = [
    stage('first', 'open'),
    stage('second', 'open'),
    stage('old', 'open', false),
    stage('won', 'won'),
    stage('lost', 'lost'),
  ];
  const codes = (from: string) => movesFrom(stages, from).map(({ code }) => code);
  it('moves to any stage in use, from an end only to what is open', () => {
    expect(codes('first')).toEqual(['second', 'won', 'lost']);
    expect(codes('old')).toEqual(['first', 'second', 'won', 'lost']);
    expect(codes('won')).toEqual(['first', 'second']);
  });
  it('stands somewhere for whole days', () => {
    expect(daysBetween('2026-11-20T10:00:00Z', Date.parse('2026-11-22T09:59:59Z'))).toBe(1);
  });
});

describe('cases', () => {
  const one = (id: string, over: Partial<Case>): Case =>
    ({
      id,
      response: 'ahead',
      settlement: 'ahead',
      responded_at: null,
      respond_by: '2026-11-26T10:00:00Z',
      resolve_by: '2026-11-27T10:00:00Z',
      ...over,
    }) as Case;
  it('that press most come first', () => {
    const rows = [
      one('later', { respond_by: '2026-11-26T12:00:00Z' }),
      one('answered', { responded_at: '2026-11-26T08:00:00Z', resolve_by: '2026-11-26T11:00:00Z' }),
      one('near', { response: 'near' }),
      one('breached', { settlement: 'breached' }),
    ];
    expect(byPress(rows).map(({ id }) => id)).toEqual(['breached', 'near', 'answered', 'later']);
  });
  it('never go back to open, and end', () => {
    for (const state of CASE_STATES) expect(caseNext(state)).not.toContain('open');
    expect(caseNext('closed')).toEqual([]);
  });
});

describe('contracts', () => {
  it('that end soon come first, of these the earliest', () => {
    const one = (id: number, validity: Contract['validity'], valid_to: string | null) =>
      ({ id, validity, valid_to }) as Contract;
    const rows = [
      one(1, 'active', null),
      one(2, 'expiring', '2026-12-20'),
      one(3, 'cancelled', '2026-01-01'),
      one(4, 'expiring', '2026-12-01'),
      one(5, 'expired', '2026-11-01'),
      one(6, 'active', '2027-05-01'),
    ];
    expect(byValidity(rows).map(({ id }) => id)).toEqual([4, 2, 5, 6, 1, 3]);
  });
});

describe('the rule of a segment', () => {
  it('is made of what is asked, and of nothing else', () => {
    expect(ruleOf(NOTHING_ASKED)).toBeNull();
    expect(ruleOf({ ...NOTHING_ASKED, classes: ' , ' })).toBeNull();
    expect(
      ruleOf({ ...NOTHING_ASKED, classes: 'gold, silver,', lastMin: 30, orderedMin: 0, recencyMax: 2 }),
    ).toEqual({
      all: [
        { class: ['gold', 'silver'] },
        { last_order_days: { min: 30 } },
        { ordered: { period: 'days_90', minor: { min: 0 } } },
        { recency: { max: 2 } },
      ],
    });
  });
});

describe('a link to a row', () => {
  it('names the desk, the row, and the side where it stands', () => {
    expect(taskLead({ id: 't', state: 'done' })).toEqual({ tab: 'tasks', one: 't', ended: 1 });
    expect(taskLead({ id: 't', state: 'todo' }).ended).toBeUndefined();
    expect(caseLead({ id: 'c', state: 'resolved' }).ended).toBe(1);
    expect(opportunityLead({ id: 'o', outcome: 'open' }).ended).toBeUndefined();
    expect(activityAt('a', '2026-11-26', 4)).toEqual({
      rep: 4,
      from: '2026-11-26',
      to: '2026-11-26',
      one: 'a',
    });
  });
  it('is kept by the address', () => {
    expect(relationsSearch({ tab: 'cases', one: 'c', ended: 1 })).toEqual({
      tab: 'cases',
      one: 'c',
      ended: 1,
    });
  });
});

describe('a segment', () => {
  it('may be of one condition or the other, in areas, without some classes', () => {
    const asked = { ...NOTHING_ASKED, join: 'any' as const, classes: 'A', areas: [4, 5] };
    expect(ruleOf(asked)).toEqual({ any: [{ class: ['A'] }, { area: [4, 5] }] });
    expect(ruleOf({ ...asked, notClasses: 'C' })).toEqual({
      all: [{ any: [{ class: ['A'] }, { area: [4, 5] }] }, { not: { class: ['C'] } }],
    });
    expect(ruleOf({ ...NOTHING_ASKED, notClasses: 'C' })).toEqual({ all: [{ not: { class: ['C'] } }] });
  });
});

it('invites reps, colleagues and contacts under their own ids', () => {
  expect(attendeesOf({ reps: ['3'], users: ['3'], contacts: ['9'] })).toEqual([
    { rep_id: 3 },
    { user_id: 3 },
    { contact_id: 9 },
  ]);
});
