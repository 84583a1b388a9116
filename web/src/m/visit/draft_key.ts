/** Where the order of a visit is kept while it is typed. */
export const draftKey = (visitId: string | null, outletId: number): string => `order ${visitId ?? outletId}`;
