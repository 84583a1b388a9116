// How often an outlet is called at, in few words.
import { useTranslation } from 'react-i18next';
import { runs } from '../alerts/alerts';
import { useWeekday } from '../alerts/useWeekday';
import { useFormat } from '../format/useFormat';
import type { Pattern } from './routes';

/** `Mon–Sat`, `Mon, Thu`. */
export const spans = (weekdays: readonly number[], name: (day: number) => string): string =>
  runs(weekdays)
    .map(([first, last]) =>
      first === last
        ? name(first)
        : last === first + 1
          ? `${name(first)}, ${name(last)}`
          : `${name(first)}–${name(last)}`,
    )
    .join(', ');

export function PatternText({ pattern }: { pattern: Pattern }) {
  const { t } = useTranslation();
  const weekday = useWeekday();
  const format = useFormat();
  const { calendar, weeks = [], weekdays = [] } = pattern;
  const days = weekdays.length === 7 ? '' : spans(weekdays, weekday);
  const often =
    calendar.kind === 'dates'
      ? calendar.dates.map(format.day).join(', ')
      : calendar.kind === 'interval'
        ? t('records.every_days', { from: calendar.min_days, to: calendar.max_days })
        : calendar.kind === 'iso_parity'
          ? weeks.map((week) => (week === 1 ? t('records.odd_weeks') : t('records.even_weeks'))).join(', ')
          : calendar.kind === 'month'
            ? t('records.month_weeks', { weeks: weeks.join(', ') })
            : weeks.length === 0 || weeks.length === calendar.weeks
              ? t('records.every_week')
              : t('records.cycle_weeks', { weeks: weeks.join(', '), of: calendar.weeks });
  return <span>{[often, days].filter(Boolean).join(' · ')}</span>;
}
