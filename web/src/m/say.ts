// Texts and figures in the reader's language and the company's zone.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import * as format from '../format/format';
import { inWords, type Words } from '../i18n/words';
import { usePhone } from './phone';
import type { ReasonUse } from './protocol';

export function useSay() {
  const { t, i18n } = useTranslation();
  const { config, data } = usePhone();
  const { time_zone: zone, day_start_min: dayStart } = config;
  const { reasons } = data;
  return useMemo(() => {
    const { language } = i18n;
    const words = (of: Words | string) => (typeof of === 'string' ? of : inWords(of, language));
    return {
      t,
      language,
      words,
      clock: (at: number | string) => format.clock(at, language, zone),
      moment: (at: number | string) => format.moment(at, language, zone),
      day: (date: string) => format.day(date, language),
      longDay: (date: string) => format.longDay(date, language),
      distance: (metres: number) => format.distance(metres, language),
      kilometres: (metres: number) => format.kilometres(metres, language),
      duration: (ms: number) => format.duration(Math.max(0, Math.round(ms / 1000)), language),
      /** The date of business. */
      dateOf: (at: number | string) =>
        format.companyDate(typeof at === 'number' ? at : Date.parse(at), zone, dayStart),
      /** Minutes after midnight. */
      timeOfDay: (minutes: number) =>
        `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`,
      /** What a reason of the lists is called; one that is not in them is its own word. */
      reason: (code: string) => {
        const known = reasons.groups.flatMap((group) => group.reasons).find((r) => r.code === code);
        return known ? words(known.name) : code;
      },
      reasonsFor: (use: ReasonUse) =>
        reasons.groups
          .map((group) => ({
            name: words(group.name),
            reasons: group.reasons
              .filter((reason) => reason.uses.includes(use))
              .map((reason) => ({ code: reason.code, name: words(reason.name) })),
          }))
          .filter((group) => group.reasons.length > 0),
    };
  }, [t, i18n.language, i18n, zone, dayStart, reasons]);
}
