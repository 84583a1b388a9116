// Intervals of time, begin included and end not: joined, cut out of each other, found. Pure.

export interface Interval {
  from: number;
  to: number;
}

/** Overlapping and touching intervals as one. */
export function merged(intervals: readonly Interval[]): Interval[] {
  const sorted = [...intervals].filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from);
  const list: Interval[] = [];
  for (const { from, to } of sorted) {
    const last = list.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else list.push({ from, to });
  }
  return list;
}

/** What is left of intervals without others; both merged. */
export function without(intervals: readonly Interval[], others: readonly Interval[]): Interval[] {
  return intervals.flatMap((interval) => {
    const left: Interval[] = [];
    let from = interval.from;
    for (const other of others) {
      if (other.to <= from || other.from >= interval.to) continue;
      if (other.from > from) left.push({ from, to: other.from });
      from = Math.max(from, other.to);
    }
    if (from < interval.to) left.push({ from, to: interval.to });
    return left;
  });
}

/** The first that holds an instant. */
export const holding = <T extends Interval>(list: readonly T[], at: number): T | undefined =>
  list.find(({ from, to }) => from <= at && at < to);
