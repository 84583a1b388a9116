// What the page makes of scenarios and solutions: which one is shown, what its days and figures mean, how two differ.
// Pure.
import type { Problem } from '../api/client';
import type { Figures, RepFigures, Scenario, Settings, Solution } from './types';

/** Weekdays that a slot counts in, and weeks of a cycle. */
const SLOT_DAYS = 7;
export const WEEKS = [1, 2, 3, 4] as const;

const NAMES = ['today', 'balanced', 'short', 'even', 'steady'] as const;
export type SolutionName = (typeof NAMES)[number];

/** The name that the page has words for; null where it is the planner's own. */
export const nameOf = (one: Pick<Solution, 'by_hand' | 'name'>): SolutionName | null =>
  one.by_hand ? null : (NAMES.find((name) => name === one.name) ?? null);

/** The one that is asked for, else the one in force, else the first that was searched, else today's. */
export function shownOf(
  solutions: readonly Solution[],
  scenario: Pick<Scenario, 'published_solution'>,
  asked: number | undefined,
): Solution | undefined {
  const at = (ordinal: number | null | undefined) => solutions.find((one) => one.solution === ordinal);
  return at(asked) ?? at(scenario.published_solution) ?? at(1) ?? at(0) ?? solutions[0];
}

/** The weekdays of each week, 1–4 and Monday 1, that the bits of an outlet's visits name. */
export function daysOf(slots: number): { week: number; weekday: number }[] {
  const days: { week: number; weekday: number }[] = [];
  for (const week of WEEKS)
    for (let weekday = 1; weekday <= SLOT_DAYS; weekday++)
      if ((slots >> ((week - 1) * SLOT_DAYS + weekday - 1)) & 1) days.push({ week, weekday });
  return days;
}

/** Visits as planners say them: these weekdays, in these weeks; no weeks where it is every one of them. */
export function patternOf(slots: number): { weekdays: number[]; weeks: number[] | null } {
  const days = daysOf(slots);
  const weekdays = [...new Set(days.map((day) => day.weekday))].sort((a, b) => a - b);
  const weeks = [...new Set(days.map((day) => day.week))].sort((a, b) => a - b);
  return { weekdays, weeks: weeks.length === WEEKS.length ? null : weeks };
}

/** `08:30` of seconds after midnight; past midnight it counts on, as a day's plan does. */
export function timeOf(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const two = (of: number) => String(of).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** What a planner minimises, with what makes one better in it; the order they are told in. */
export const AIMS = ['variation', 'metres', 'moved', 'missing'] as const;
export type Aim = (typeof AIMS)[number];

const aims = (of: Figures): Record<Aim, number> => ({
  variation: of.hours_variation_permille,
  metres: of.metres,
  moved: of.moved_outlets,
  missing: of.missing_visits,
});

/** The first other solution that is as good in all aims, and in which it is better; none where equal ones came first. */
export function beatenBy(
  one: Solution,
  all: readonly Solution[],
): { by: Solution; better: Aim[] } | undefined {
  const mine = aims(one.figures);
  for (const other of all) {
    if (other.solution === one.solution) continue;
    const theirs = aims(other.figures);
    if (AIMS.some((aim) => theirs[aim] > mine[aim])) continue;
    const better = AIMS.filter((aim) => theirs[aim] < mine[aim]);
    if (better.length > 0 || other.solution < one.solution) return { by: other, better };
  }
  return undefined;
}

export const figuresOf = (one: Solution | undefined, rep: number): RepFigures | undefined =>
  one?.figures.reps.find((of) => of.rep_id === rep);

/** Metres of a day with calls. */
export const metresADay = (of: Pick<RepFigures, 'metres' | 'days'>): number =>
  of.days === 0 ? 0 : of.metres / of.days;

export const callsADay = (of: Pick<RepFigures, 'visits' | 'days'>): number =>
  of.days === 0 ? 0 : of.visits / of.days;

/** Where a rep's work stands by the mean and the most of all: of the bar that shows the balance. */
export function balanceOf(reps: readonly Pick<RepFigures, 'work_min'>[]): { mean: number; most: number } {
  const sum = reps.reduce((all, rep) => all + rep.work_min, 0);
  return {
    mean: reps.length === 0 ? 0 : sum / reps.length,
    most: reps.reduce((most, rep) => Math.max(most, rep.work_min), 0),
  };
}

/** Change of b against a: `null` where there is nothing to hold it against. */
export const change = (a: number, b: number): number | null => (a === 0 ? null : (b - a) / a);

/** Reps of two solutions beside each other, by code; one of them may lack a rep. */
export function paired(
  a: Figures,
  b: Figures,
): { rep_id: number; code: string; name: string; a?: RepFigures; b?: RepFigures }[] {
  const ids = [...new Set([...a.reps, ...b.reps].map((rep) => rep.rep_id))];
  return ids
    .map((rep_id) => {
      const one = a.reps.find((rep) => rep.rep_id === rep_id);
      const other = b.reps.find((rep) => rep.rep_id === rep_id);
      const known = one ?? other;
      return { rep_id, code: known?.rep_code ?? '', name: known?.rep_name ?? '', a: one, b: other };
    })
    .sort((x, y) => x.code.localeCompare(y.code));
}

/** `3:1` of an address. */
export const keyOf = (one: Pick<Solution, 'scenario_id' | 'solution'>): string =>
  `${one.scenario_id}:${one.solution}`;

export function readKey(key: string | undefined): { scenario: number; solution: number } | undefined {
  const [, scenario, solution] = /^(\d+):(\d+)$/.exec(key ?? '') ?? [];
  return scenario && solution ? { scenario: Number(scenario), solution: Number(solution) } : undefined;
}

export const DEFAULTS: Settings = {
  seed: 1,
  rounds: 100,
  budget_outlets_permille: null,
  budget_value_permille: null,
  ways: 'best',
  learned: true,
  snap_m: 200,
  break: null,
  visits_default: 4,
  service_minutes_default: 10,
};

/** Percent as typed, of stored thousandths and back. */
export const percentOf = (permille: number | null): number | null =>
  permille === null ? null : permille / 10;
export const permilleOf = (percent: number | null): number | null =>
  percent === null ? null : Math.round(percent * 10);

/** `8:30` and `08:30` are the same time of day. */
export function clockTyped(text: string): string {
  const [, hour, minute] = /^\s*(\d{1,2})[:.h](\d{2})\s*$/.exec(text) ?? [];
  return hour && minute ? `${hour.padStart(2, '0')}:${minute}` : text.trim();
}

/** Classes as they are typed, with commas between; none means all. */
export function classesTyped(text: string): string[] | null {
  const classes = text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  return classes.length === 0 ? null : [...new Set(classes)];
}

/** Codes of the routes that somebody else changed since a publication. */
export const changedSince = (problem: Pick<Problem, 'code' | 'errors'>): string[] =>
  problem.code === 'changed_since' ? problem.errors.map((one) => one.pointer.replace(/^\/routes\//, '')) : [];

/** Scenarios that were published over one since: they are rolled back first. */
export const publishedOver = (problem: Pick<Problem, 'code' | 'errors'>): number[] =>
  problem.code === 'published_over'
    ? problem.errors.flatMap((one) => {
        const id = Number(/^\/scenarios\/(\d+)$/.exec(one.pointer)?.[1]);
        return Number.isNaN(id) ? [] : [id];
      })
    : [];

/** The day before or after one of a rep's; the first or last where none is looked at. */
export function neighbourDay<Of extends { week: number; weekday: number }>(
  days: readonly Of[],
  { week, weekday }: { week?: number; weekday?: number },
  by: 1 | -1,
): Of | undefined {
  const place = (day: { week: number; weekday: number }) => day.week * SLOT_DAYS + day.weekday;
  const sorted = [...days].sort((a, b) => place(a) - place(b));
  if (week === undefined || weekday === undefined) return by === 1 ? sorted[0] : sorted.at(-1);
  const here = place({ week, weekday });
  return by === 1
    ? sorted.find((day) => place(day) > here)
    : sorted.filter((day) => place(day) < here).at(-1);
}

/** `21.03, 105.85` as it is copied from a map; null for nothing, undefined where it is no place. */
export function placeTyped(text: string): { lat: number; lng: number } | null | undefined {
  if (!text.trim()) return null;
  const [, lat, lng] = /^\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text) ?? [];
  return lat && lng ? { lat: Number(lat), lng: Number(lng) } : undefined;
}
