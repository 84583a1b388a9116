// The company tree as the server tells it, and how it is shown: a list in the order of the tree. Pure but for the
// requests at the end.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { cursorOf, everyPage, PAGE_MAX } from '../api/everyPage';
import type { Page } from '../api/trade';

export const KINDS = ['company', 'region', 'branch', 'team'] as const;
export type Kind = (typeof KINDS)[number];

export interface OrgUnit {
  id: number;
  code: string;
  name: string;
  kind: Kind;
  parent_id: number | null;
  parent_code: string | null;
  version: number;
}

export interface Leaf {
  unit: OrgUnit;
  depth: number;
  children: number;
}

/** Parents before their children, brothers by name; a unit whose parent is out of sight stands at the top. */
export function treeOf(units: readonly OrgUnit[], language: string): Leaf[] {
  const known = new Set(units.map(({ id }) => id));
  const under = new Map<number | null, OrgUnit[]>();
  for (const unit of units) {
    const parent = unit.parent_id !== null && known.has(unit.parent_id) ? unit.parent_id : null;
    under.set(parent, [...(under.get(parent) ?? []), unit]);
  }
  const order = new Intl.Collator(language, { numeric: true });
  const leaves: Leaf[] = [];
  const add = (parent: number | null, depth: number) => {
    for (const unit of (under.get(parent) ?? []).toSorted((a, b) => order.compare(a.name, b.name))) {
      leaves.push({ unit, depth, children: under.get(unit.id)?.length ?? 0 });
      add(unit.id, depth + 1);
    }
  };
  add(null, 0);
  return leaves;
}

/** A unit and everything below it. */
export function subtree(units: readonly OrgUnit[], id: number): Set<number> {
  const found = new Set([id]);
  let before: number;
  do {
    before = found.size;
    for (const unit of units) if (unit.parent_id !== null && found.has(unit.parent_id)) found.add(unit.id);
  } while (found.size > before);
  return found;
}

export const unitsQuery = queryOptions({
  queryKey: ['records', 'org-units', 'all'],
  queryFn: ({ signal }) =>
    everyPage((cursor) =>
      request<Page<OrgUnit>>(`org-units?limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal }),
    ),
  staleTime: 60_000,
});

export interface UnitSearch {
  q?: string;
  id?: number;
  act?: string;
  /** Never: the tree is read whole. */
  at?: string;
}

export const ACTS = ['new', 'edit', 'move'] as const;

export const unitSearch = (search: Record<string, unknown>): UnitSearch => ({
  q: search.q === undefined || search.q === '' ? undefined : String(search.q),
  id: Number.isInteger(search.id) ? Number(search.id) : undefined,
  act: ACTS.find((act) => act === search.act),
});

/** What goes along where a unit moves. */
export interface Along {
  units: number;
  reps: number;
  outlets: number;
  /** Outlets were not counted to their end. */
  more: boolean;
}

const OUTLET_PAGES_MAX = 20;

export const alongQuery = (units: ReadonlySet<number>) =>
  queryOptions({
    queryKey: ['records', 'org-units', 'along', [...units].sort((a, b) => a - b)],
    queryFn: async ({ signal }): Promise<Along> => {
      const reps = await everyPage((cursor) =>
        request<Page<{ org_unit_id: number }>>(`reps?limit=${PAGE_MAX}${cursorOf(cursor)}`, { signal }),
      );
      let outlets = 0;
      let pages = OUTLET_PAGES_MAX;
      for (const unit of units) {
        let cursor: string | null = null;
        do {
          if (pages-- === 0) return { ...counted(units, reps), outlets, more: true };
          const page: Page<{ id: number }> = await request(
            `outlets?org_unit_id=${unit}&limit=${PAGE_MAX}${cursorOf(cursor)}`,
            { signal },
          );
          outlets += page.items.length;
          cursor = page.next_cursor;
        } while (cursor);
      }
      return { ...counted(units, reps), outlets, more: false };
    },
    staleTime: 60_000,
  });

const counted = (units: ReadonlySet<number>, reps: readonly { org_unit_id: number }[]) => ({
  units: units.size - 1,
  reps: reps.filter(({ org_unit_id }) => units.has(org_unit_id)).length,
});
