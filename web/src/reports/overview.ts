// What the overview makes of the figures: how a month comes along against its working days, who fell and who rose, whom
// to ask about a unit. Pure but for the requests at the end.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { Role } from '../api/types';
import { type FieldException, inOrder } from '../exceptions/exceptions';
import { type Change, changeOf, idOf, nameOf } from './figures';
import type { Cell, Definition, Dim, Kpis, OrgUnit, ReportRow } from './kpis';
import { daysOf, lastOf, weekdayOf } from './period';
import { above } from './standing';

/** The figures that say at one look how the field does. */
export const HEADLINES = ['plan_compliance', 'coverage', 'strike_rate', 'tc', 'missed_stops'] as const;
/** What teams and reps are compared by, beside what was sold. */
export const COMPARED = ['plan_compliance', 'coverage', 'strike_rate', 'missed_stops'] as const;

export interface PaceDay {
  date: string;
  /** What was reached up to this day; null where it has not come. */
  reached: number | null;
  /** What the working days up to and with this one let expect; null without a target. */
  expected: number | null;
}

/** Monday to Saturday but for the company's holidays: as targets count their days. */
const isWorking = (date: string, holidays: ReadonlySet<string>): boolean =>
  weekdayOf(date) < 7 && !holidays.has(date);

/** Each day of a month with what was reached by its end, beside the even pace to the target. */
export function paceOf(
  month: string,
  rows: readonly ReportRow[],
  kpi: string,
  target: number | null,
  holidays: ReadonlySet<string>,
  today: string,
): PaceDay[] {
  const of = new Map(rows.map((row) => [nameOf(row, 'day'), row.kpis[kpi]?.numerator ?? 0]));
  const days = daysOf({ from: `${month}-01`, to: lastOf(month) });
  const all = days.filter((date) => isWorking(date, holidays)).length;
  let reached = 0;
  let passed = 0;
  return days.map((date) => {
    reached += of.get(date) ?? 0;
    if (isWorking(date, holidays)) passed++;
    return {
      date,
      reached: date <= today ? reached : null,
      expected: target === null || all === 0 ? null : Math.round((target * passed) / all),
    };
  });
}

/** The last two days on which anybody called: what is new against what was before it. */
export function lastTwoDays(
  rows: readonly ReportRow[],
  before: string,
): { day: string; earlier: string } | null {
  const worked = rows
    .filter((row) => (row.kpis.tc?.numerator ?? 0) > 0 && nameOf(row, 'day') < before)
    .map((row) => nameOf(row, 'day'))
    .sort();
  const [day, earlier] = [worked.at(-1), worked.at(-2)];
  return day && earlier ? { day, earlier } : null;
}

export interface Move {
  id: number;
  name: string;
  definition: Definition;
  cell: Cell | undefined;
  before: Cell | undefined;
  change: Change;
}

/** So much is worth a line. */
const WORTH: Record<Change['kind'], number> = { relative: 0.05, points: 0.02, own: 900_000 };

/** What moved most from one day to the other, of each row and figure; what fell first. */
export function movesOf(
  rows: readonly ReportRow[],
  days: { day: string; earlier: string },
  dim: Dim,
  definitions: readonly Definition[],
  most: number,
): { fell: Move[]; rose: Move[] } {
  const on = (date: string) =>
    new Map(rows.filter((row) => nameOf(row, 'day') === date).map((row) => [idOf(row, dim), row] as const));
  const then = on(days.earlier);
  const moves = [...on(days.day)].flatMap(([id, row]) =>
    definitions.flatMap((definition): Move[] => {
      const cell = row.kpis[definition.code];
      const before = then.get(id)?.kpis[definition.code];
      const change = changeOf(definition, cell, before);
      if (id === null || !change || change.good === null) return [];
      if (Math.abs(change.amount) < WORTH[change.kind]) return [];
      return [{ id, name: nameOf(row, dim), definition, cell, before, change }];
    }),
  );
  const weight = ({ change }: Move) => Math.abs(change.amount) / WORTH[change.kind];
  const sorted = moves.sort((a, b) => weight(b) - weight(a));
  return {
    fell: sorted.filter(({ change }) => change.good === false).slice(0, most),
    rose: sorted.filter(({ change }) => change.good === true).slice(0, most),
  };
}

/** Reps with a plan and no call at all. */
export const notOut = (rows: readonly ReportRow[]): ReportRow[] =>
  rows.filter((row) => (row.kpis.plan_compliance?.denominator ?? 0) > 0 && !row.kpis.tc?.numerator);

/** Those who left most of their plan undone, the worst first. */
export function mostMissed(rows: readonly ReportRow[], most: number): ReportRow[] {
  const left = (kpis: Kpis) => (kpis.missed_stops?.numerator ?? 0) + (kpis.open_stops?.numerator ?? 0);
  return rows
    .filter((row) => left(row.kpis) > 0 && row.kpis.tc?.numerator)
    .sort((a, b) => left(b.kpis) - left(a.kpis) || nameOf(a, 'rep').localeCompare(nameOf(b, 'rep')))
    .slice(0, most);
}

export interface Head {
  id: number;
  name: string;
  role: Role;
  org_unit_id: number;
  disabled_at: string | null;
}

/** Who leads a unit: its own supervisor, else the nearest leader above. */
export function headOf(unit: number, heads: readonly Head[], tree: readonly OrgUnit[]): string | null {
  const leads = heads.filter(
    ({ role, disabled_at }) => disabled_at === null && (role === 'supervisor' || role === 'regional_manager'),
  );
  for (const id of [unit, ...above(tree, unit)]) {
    const head = leads.find(({ org_unit_id }) => org_unit_id === id);
    if (head) return head.name;
  }
  return null;
}

/** Whether below a unit, or the whole scope, there are teams to compare; else it is the reps. */
export const dimBelow = (unit: number | undefined, tree: readonly OrgUnit[]): 'team' | 'rep' =>
  tree.filter(({ id, kind }) => kind === 'team' && (unit === undefined || above(tree, id).includes(unit)))
    .length > 1
    ? 'team'
    : 'rep';

export const headsQuery = queryOptions({
  queryKey: ['users', 'heads'],
  queryFn: async ({ signal }) => (await request<{ items: Head[] }>('users?limit=1000', { signal })).items,
  staleTime: 300_000,
});

const PRESSING_MAX = 1000;

/** What waits for somebody, or what a day had; of a unit or a rep where one is looked at. */
export const troubleQuery = (of: { unit?: number; rep?: number; day?: string }) =>
  queryOptions({
    queryKey: ['exceptions', 'overview', of.unit, of.rep, of.day],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ limit: String(PRESSING_MAX) });
      if (of.day) query.set('date', of.day);
      else query.set('state', 'open,acknowledged');
      if (of.unit !== undefined) query.set('org_unit_id', String(of.unit));
      if (of.rep !== undefined) query.set('rep_id', String(of.rep));
      const page = await request<{ items: FieldException[] }>(`exceptions?${query}`, { signal });
      return inOrder(page.items);
    },
    refetchInterval: 60_000,
  });
