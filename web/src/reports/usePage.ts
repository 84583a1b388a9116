// What a report is about, once for all of its parts: the span, what it is held against, whose figures, which figure.
import { useMemo } from 'react';
import { type Drill, drillWord } from './drill';
import { FIRST_KPI } from './figures';
import type { Asked, Definition, Scope } from './kpis';
import { type Span, spanBefore, spanOf } from './period';
import type { ReportsSearch } from './search';

export interface PageOf {
  search: ReportsSearch;
  today: string;
  scope: Scope;
  span: Span;
  before: Span;
  /** The question of the page without a cut. */
  asked: Asked;
  definitions: readonly Definition[];
  /** The figure that is drawn; undefined until the dictionary is here. */
  definition: Definition | undefined;
  find: (code: string) => Definition | undefined;
  set: (change: Partial<ReportsSearch>) => void;
  /** Opens the rows behind a number. */
  open: (drill: Drill) => void;
}

export function usePage(
  search: ReportsSearch,
  today: string,
  definitions: readonly Definition[],
  set: (change: Partial<ReportsSearch>) => void,
): PageOf {
  const known = useMemo(() => {
    const scope: Scope = { unit: search.unit, rep: search.rep, route: search.route, now: search.now };
    const span = spanOf(search, today);
    const find = (code: string) => definitions.find((each) => each.code === code);
    return {
      search,
      today,
      scope,
      span,
      before: spanBefore(search, today),
      asked: { ...scope, ...span },
      definitions,
      definition: find(search.kpi ?? FIRST_KPI) ?? find(FIRST_KPI),
      find,
    };
  }, [search, today, definitions]);
  return { ...known, set, open: (drill) => set({ rows: drillWord(drill) }) };
}
