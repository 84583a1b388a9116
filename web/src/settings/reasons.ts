// The two levels of reasons as one editable list: their order, what moves when one moves, and the requests.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import type { ReasonUse, VisitReason } from '../api/reasons';
import { etag } from '../client/headers';
import { fold } from '../format/format';

export type ReasonGroup = Pick<
  VisitReason,
  'code' | 'name_en' | 'name_vi' | 'name_zh' | 'sequence' | 'active' | 'version'
>;

/** More groups than this are nobody's list. */
const GROUPS_MAX = 1000;

export const reasonGroups = queryOptions({
  queryKey: ['visit-reason-groups'],
  queryFn: async ({ signal }) =>
    (await request<{ items: ReasonGroup[] }>(`visit-reason-groups?limit=${GROUPS_MAX}`, { signal })).items,
});

type Ranked = { code: string; sequence: number };
export const inOrder = <Row extends Ranked>(rows: readonly Row[]): Row[] =>
  [...rows].sort((a, b) => a.sequence - b.sequence || a.code.localeCompare(b.code));

/** Groups in order with their reasons in order; of a use, only those offered there. */
export function grouped(
  groups: readonly ReasonGroup[],
  reasons: readonly VisitReason[],
  use: ReasonUse | undefined,
): { group: ReasonGroup; reasons: VisitReason[] }[] {
  return inOrder(groups)
    .map((group) => ({
      group,
      reasons: inOrder(reasons).filter(
        (reason) => reason.group_code === group.code && (!use || reason.uses.includes(use)),
      ),
    }))
    .filter(({ reasons: own }) => !use || own.length > 0);
}

/** The rows whose place in the order changes when one moves; others are not written. */
export function moved<Row extends Ranked>(rows: readonly Row[], code: string, by: number): Row[] {
  const order = inOrder(rows);
  const at = order.findIndex((row) => row.code === code);
  const to = at + by;
  if (at < 0 || to < 0 || to >= order.length) return [];
  order.splice(to, 0, ...order.splice(at, 1));
  return order
    .map((row, index) => ({ ...row, sequence: index + 1 }))
    .filter((row) => rows.find((old) => old.code === row.code)?.sequence !== row.sequence);
}

export const lastPlace = (rows: readonly Ranked[]): number =>
  Math.max(0, ...rows.map((row) => row.sequence)) + 1;

/** A code that a name suggests: `Closed for good` → `closed_for_good`. */
export const codeOf = (name: string): string =>
  fold(name)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 64);

/** A version of 0 is what does not exist yet: a code that is taken is refused. */
const NEW = 0;

const put = <T>(path: string, { version, body }: { version: number; body: unknown }) =>
  request<T>(path, { method: 'PUT', body, ifMatch: etag({ version }) });

const wordsOf = ({ name_en, name_vi, name_zh, sequence, active }: Omit<ReasonGroup, 'version' | 'code'>) => ({
  name_en,
  name_vi,
  name_zh,
  sequence,
  active,
});

export type GroupDraft = Omit<ReasonGroup, 'version'> & { version?: number };
export type ReasonDraft = Omit<VisitReason, 'version'> & { version?: number };

export const putGroup = (group: GroupDraft) =>
  put<ReasonGroup>(`visit-reason-groups/${encodeURIComponent(group.code)}`, {
    version: group.version ?? NEW,
    body: wordsOf(group),
  });

export const putReason = (reason: ReasonDraft) =>
  put<VisitReason>(`visit-reasons/${encodeURIComponent(reason.code)}`, {
    version: reason.version ?? NEW,
    body: { ...wordsOf(reason), group_code: reason.group_code, uses: reason.uses },
  });
