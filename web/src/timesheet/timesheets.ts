// Timesheets as the server tells them, and what the page does with them. Pure but for the requests.
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client';
import { clock, instantOfDay } from '../format/format';

export interface Worked {
  started_at: string | null;
  ended_at: string | null;
  break_s: number;
  off_s: number;
  worked_s: number;
}

export interface TimeCorrection {
  id: number;
  started_at: string | null;
  ended_at: string | null;
  break_ms: number | null;
  withdrawn: boolean;
  reason: string;
  by: string | null;
  at: string;
}

export interface SheetDay {
  date: string;
  planned: boolean;
  absence: 'leave' | 'sickness' | 'meeting' | 'training' | null;
  holiday: string | null;
  measured: Worked | null;
  holds: Worked | null;
  running: boolean;
  auto_ended: boolean;
  late_start_s: number | null;
  first_call_at: string | null;
  last_call_at: string | null;
  in_store_s: number;
  idle_s: number;
  unobserved_s: number;
  distance_m: number;
  corrections: TimeCorrection[];
}

export interface Totals {
  days_planned: number;
  days_worked: number;
  days_missed: number;
  days_absent: number;
  days_corrected: number;
  worked_s: number;
  measured_s: number;
  break_s: number;
  in_store_s: number;
  late_starts: number;
  distance_m: number;
}

export interface SheetRep {
  id: number;
  code: string;
  name: string;
  org_unit_name: string;
}

export interface RepRow extends SheetRep {
  totals: Totals;
}

export interface RepMonth {
  month: string;
  rep: SheetRep;
  totals: Totals;
  days: SheetDay[];
}

/** A thousand reps each; more pages than this are not one person's to read. */
const PAGES = 5;

export const team = (month: string) =>
  queryOptions({
    queryKey: ['timesheets', month],
    queryFn: async ({ signal }) => {
      const rows: RepRow[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < PAGES; page++) {
        const after: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
        const answer: { items: RepRow[]; next_cursor: string | null } = await request(
          `timesheets?month=${month}&limit=1000${after}`,
          { signal },
        );
        rows.push(...answer.items);
        cursor = answer.next_cursor;
        if (!cursor) break;
      }
      return rows;
    },
  });

export const repMonth = (rep: number, month: string) =>
  queryOptions({
    queryKey: ['timesheet', rep, month],
    queryFn: ({ signal }) => request<RepMonth>(`reps/${rep}/timesheet?month=${month}`, { signal }),
  });

export const fileHref = (
  rep: number | undefined,
  month: string,
  format: 'xlsx' | 'csv',
  language: string,
): string =>
  `/api/v1/${rep === undefined ? 'timesheets' : `reps/${rep}/timesheet`}?month=${month}&format=${format}&language=${language}`;

export function shiftMonth(month: string, by: number): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  const at = new Date(Date.UTC(year, of - 1 + by, 1));
  return at.toISOString().slice(0, 7);
}

/** What a correction form holds: local times of day and minutes. */
export interface Draft {
  start: string;
  end: string;
  pause: number | '';
  reason: string;
}

export const draftOf = (day: SheetDay, language: string, zone: string): Draft => ({
  start: day.holds?.started_at ? clock(day.holds.started_at, language, zone) : '',
  end: day.holds?.ended_at ? clock(day.holds.ended_at, language, zone) : '',
  pause: day.holds ? Math.round(day.holds.break_s / 60) : '',
  reason: '',
});

export interface CorrectionBody {
  started_at?: string;
  ended_at?: string;
  break_s?: number;
  reason: string;
}

/**
 * What is said instead of what was measured: only what differs from it, to the minute, so that a later measurement
 * still holds for the rest. `null` where nothing differs or the reason is missing.
 */
export function correctionOf(
  draft: Draft,
  day: SheetDay,
  language: string,
  zone: string,
  dayStartMin: number,
): CorrectionBody | null {
  const reason = draft.reason.trim();
  const measured = day.measured;
  const shown = (at: string | null | undefined) => (at ? clock(at, language, zone) : '');
  const body: CorrectionBody = { reason };
  if (draft.start && draft.start !== shown(measured?.started_at))
    body.started_at = instantOfDay(day.date, draft.start, zone, dayStartMin);
  if (draft.end && draft.end !== shown(measured?.ended_at))
    body.ended_at = instantOfDay(day.date, draft.end, zone, dayStartMin);
  const pause = measured ? Math.round(measured.break_s / 60) : 0;
  if (draft.pause !== '' && draft.pause !== pause) body.break_s = draft.pause * 60;
  return reason && Object.keys(body).length > 1 ? body : null;
}

export const isCorrected = (day: SheetDay): boolean => {
  const last = day.corrections.at(-1);
  return last !== undefined && !last.withdrawn;
};
