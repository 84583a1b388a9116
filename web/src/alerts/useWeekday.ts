// Weekdays by their ISO number in the reader's language.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export function useWeekday(): (day: number) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' });
    // 1 January 2024 was a Monday.
    return (day: number) => format.format(Date.UTC(2024, 0, day));
  }, [i18n.language]);
}
