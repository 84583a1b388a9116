// Texts and formats of the visit's steps, in the reader's language and the company's zone and currency.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { digitsOf } from '../../catalogue/amounts';
import * as format from '../../format/format';
import { inWords, type Words } from '../../i18n/words';
import { usePhone } from '../phone';

/** Until the server tells a phone its company's. */
const CURRENCY = 'VND';

export function useWords() {
  const { t, i18n } = useTranslation();
  const { config } = usePhone();
  const { time_zone: zone, day_start_min: dayStart } = config;
  const currency = config.currency ?? CURRENCY;
  return useMemo(() => {
    const language = i18n.language;
    return {
      t: t as (key: string, values?: Record<string, unknown>) => string,
      language,
      currency,
      digits: digitsOf(currency),
      money: (minor: number) => format.money(minor, currency, language),
      number: (value: number) => format.count(value, language),
      milli: (milli: number) => format.count(milli / 1000, language),
      clock: (at: number | string) => format.clock(at, language, zone),
      moment: (at: number | string) => format.moment(at, language, zone),
      day: (date: string) => format.day(date, language),
      all: (items: string[]) => format.listed(items, 'and', language),
      said: (words: Words | string) => (typeof words === 'string' ? words : inWords(words, language)),
      today: () => format.companyDate(Date.now(), zone, dayStart),
      dateOf: (at: string) => format.companyDate(Date.parse(at), zone, dayStart),
    };
  }, [t, i18n.language, zone, dayStart, currency]);
}
