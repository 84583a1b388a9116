/** Where the order of a visit is kept while it is typed; the change of one that was sent beside it. */
export const draftKey = (visitId: string | null, outletId: number, changes: string | null = null): string =>
  `order ${visitId ?? outletId}${changes === null ? '' : ` ${changes}`}`;
