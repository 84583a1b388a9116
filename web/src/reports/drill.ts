// Whose rows are looked at, as one word of the address: `tc,rep12,2026-11-25`. Pure.
import type { Behind } from './kpis';

/** What narrows the page's own filters down to the number that was clicked. */
export interface Drill {
  kpi: string;
  /** What the figure is divided by, instead of the figure. */
  of?: 1;
  rep?: number;
  team?: number;
  unit?: number;
  route?: number;
  outlet?: number;
  from?: string;
  to?: string;
}

const IDS = ['rep', 'team', 'unit', 'route', 'outlet'] as const;
const DATES = /^(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?$/;

export function drillWord(drill: Drill): string {
  const words = [drill.kpi];
  if (drill.of) words.push('of');
  for (const id of IDS) if (drill[id] !== undefined) words.push(`${id}${drill[id]}`);
  if (drill.from) words.push(drill.to && drill.to !== drill.from ? `${drill.from}..${drill.to}` : drill.from);
  return words.join(',');
}

export function readDrill(word: string | undefined): Drill | undefined {
  const [kpi, ...words] = word?.split(',') ?? [];
  if (!kpi || !/^[a-z_]+$/.test(kpi)) return undefined;
  const drill: Drill = { kpi };
  for (const each of words) {
    if (each === 'of') drill.of = 1;
    const dates = DATES.exec(each);
    if (dates) {
      drill.from = dates[1];
      drill.to = dates[2] ?? dates[1];
    }
    for (const id of IDS) {
      const number = new RegExp(`^${id}(\\d{1,9})$`).exec(each)?.[1];
      if (number) drill[id] = Number(number);
    }
  }
  return drill;
}

/** The question of the page, narrowed down. */
export const behindOf = (page: Omit<Behind, 'kpi'>, drill: Drill): Behind => ({
  ...page,
  by: undefined,
  ...Object.fromEntries(Object.entries(drill).filter(([, value]) => value !== undefined)),
  kpi: drill.kpi,
});
