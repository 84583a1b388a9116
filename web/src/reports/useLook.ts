// What the overview looks at, once for all of its parts: the month or the day, whose, and what lies a level below.
import { type Drill, drillWord } from './drill';
import type { Asked, Definition, OrgUnit, Scope } from './kpis';
import { dimBelow } from './overview';
import { lastOf, monthOf, type Span, spanBefore, spanOf } from './period';
import type { OverviewSearch } from './search';

export interface Look {
  search: OverviewSearch;
  today: string;
  /** `2026-11` */
  month: string;
  scope: Scope;
  span: Span;
  before: Span;
  asked: Asked;
  definitions: readonly Definition[];
  tree: readonly OrgUnit[];
  /** What is compared: the teams of a company, the reps of a team. */
  below: 'team' | 'rep';
  isThisMonth: boolean;
  find: (code: string) => Definition | undefined;
  set: (change: Partial<OverviewSearch>) => void;
  open: (drill: Drill) => void;
  /** The address of somebody below, with the same month. */
  to: (change: Partial<OverviewSearch>) => OverviewSearch;
}

export function useLook(
  search: OverviewSearch,
  today: string,
  definitions: readonly Definition[],
  tree: readonly OrgUnit[],
  set: (change: Partial<OverviewSearch>) => void,
): Look {
  const { day } = search;
  const month = search.month ?? monthOf(day ?? today);
  const asked = day
    ? ({ period: 'day', at: day } as const)
    : ({ at: month === monthOf(today) ? today : lastOf(month) } as const);
  const scope: Scope = { unit: search.rep === undefined ? search.unit : undefined, rep: search.rep };
  const span = spanOf(asked, today);
  return {
    search,
    today,
    month,
    scope,
    span,
    before: spanBefore(asked, today),
    asked: { ...scope, ...span },
    definitions,
    tree,
    below: dimBelow(search.unit, tree),
    isThisMonth: month === monthOf(today),
    find: (code) => definitions.find((each) => each.code === code),
    set,
    open: (drill) => set({ rows: drillWord(drill) }),
    to: (change) => ({ ...search, rows: undefined, ...change }),
  };
}
