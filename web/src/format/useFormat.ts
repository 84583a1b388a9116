// The formats of `format.ts` bound to the reader's language and the company's time zone.
import { createContext, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { queryClient, session } from '../api/queries';
import * as format from './format';

export const ZoneContext = createContext('UTC');

export function useFormat() {
  const { i18n } = useTranslation();
  const zone = useContext(ZoneContext);
  const language = i18n.language;
  // Known as long as the zone is: pages take both from the session.
  const dayStartMin = queryClient.getQueryData(session.queryKey)?.company?.day_start_min ?? 0;
  return useMemo(
    () => ({
      language,
      zone,
      dayStartMin,
      clock: (at: number | string) => format.clock(at, language, zone),
      clockSeconds: (at: number | string) => format.clockSeconds(at, language, zone),
      moment: (at: number | string) => format.moment(at, language, zone),
      lately: (at: number | string) => format.lately(at, serverNow(), language, zone),
      day: (date: string) => format.day(date, language),
      longDay: (date: string) => format.longDay(date, language),
      dayOfMonth: (date: string) => format.dayOfMonth(date, language),
      span: (from: string, to: string) => format.span(from, to, language),
      listed: (items: readonly string[], how: 'or' | 'and') => format.listed(items, how, language),
      age: (ms: number) => format.age(ms, language),
      duration: (s: number) => format.duration(s, language),
      distance: (m: number) => format.distance(m, language),
      kilometres: (m: number) => format.kilometres(m, language),
      percent: (ratio: number) => format.percent(ratio, language),
      rate: (ratio: number) => format.rate(ratio, language),
      count: (n: number) => format.count(n, language),
      money: (minor: number, currency: string) => format.money(minor, currency, language),
      countShort: (n: number) => format.countShort(n, language),
      moneyShort: (minor: number, currency: string) => format.moneyShort(minor, currency, language),
      month: (of: string) => format.month(of, language),
      quantity: (value: string) => format.quantity(value, language),
      /** Of business. */
      dateAt: (at: number) => format.companyDate(at, zone, dayStartMin),
      /** Of the calendar: for what stands beside a clock. */
      calendarDateAt: (at: string) => format.dateIn(Date.parse(at), zone),
      dayBounds: (date: string) => format.dayBounds(date, zone, dayStartMin),
    }),
    [language, zone, dayStartMin],
  );
}
