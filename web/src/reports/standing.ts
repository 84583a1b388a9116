// How a target stands for whoever is looked at: one that was set for it, else those of the units below added up. Pure.
import type { Measure, Stand, Standing } from '../targets/targets';
import type { OrgUnit } from './kpis';

export interface Standings {
  target: number;
  actual: number;
  expected: number;
  forecast: number | null;
  per_day: number | null;
  standing: Standing;
  /** Added up from those of units or reps below. */
  summed: boolean;
}

/** Below four fifths of what is expected is far behind, as the server has it. */
const FAR = 0.8;

function standing(of: Pick<Standings, 'target' | 'actual' | 'expected'>, isOver: boolean): Standing {
  if (of.actual >= of.target) return 'reached';
  if (isOver) return 'missed';
  if (of.actual >= of.expected) return 'on_pace';
  return of.actual >= of.expected * FAR ? 'behind' : 'far_behind';
}

/** Units above one, the nearest first. */
export function above(tree: readonly OrgUnit[], unit: number): number[] {
  const parents = new Map(tree.map(({ id, parent_id }) => [id, parent_id]));
  const found: number[] = [];
  for (let at = parents.get(unit); at != null && !found.includes(at); at = parents.get(at)) found.push(at);
  return found;
}

export interface Who {
  unit?: number;
  rep?: number;
}

/** Of the whole scope where nobody is named. Figures of different units are added, which targets of reach allow. */
export function standOf(
  rows: readonly Stand[],
  measure: Measure,
  who: Who,
  tree: readonly OrgUnit[],
  isOver: boolean,
): Standings | null {
  const of = rows.filter((row) => row.measure === measure);
  if (who.rep !== undefined) {
    const own = of.find((row) => row.rep?.id === who.rep);
    return own ? { ...own, summed: false } : null;
  }
  const units = of.filter((row) => row.rep === null);
  const own = units.find((row) => row.org_unit.id === who.unit);
  if (own) return { ...own, summed: own.target_id === null };
  const ids = new Set(units.map((row) => row.org_unit.id));
  const parts = units.filter((row) => {
    const up = above(tree, row.org_unit.id);
    return !up.some((id) => ids.has(id)) && (who.unit === undefined || up.includes(who.unit));
  });
  if (parts.length === 0) return null;
  const sum = (value: (row: Stand) => number | null) =>
    parts.reduce((total, row) => total + (value(row) ?? 0), 0);
  const sums = {
    target: sum((row) => row.target),
    actual: sum((row) => row.actual),
    expected: sum((row) => row.expected),
  };
  return {
    ...sums,
    forecast: parts.every((row) => row.forecast === null) ? null : sum((row) => row.forecast),
    per_day: parts.every((row) => row.per_day === null) ? null : sum((row) => row.per_day),
    standing: standing(sums, isOver),
    summed: parts.length > 1,
  };
}
