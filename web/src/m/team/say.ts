// Texts and figures of the team's part, in the reader's language and the company's zone, and refusals in words.
import { createContext, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/client';
import type { Session } from '../../api/types';
import * as format from '../../format/format';

export const MeContext = createContext<Session | null>(null);

export function useMe(): Session {
  const me = useContext(MeContext);
  if (!me) throw new Error('nobody is signed in around this screen');
  return me;
}

export function useSay() {
  const { t, i18n } = useTranslation();
  const { company } = useMe();
  const zone = company?.time_zone ?? 'UTC';
  const dayStart = company?.day_start_min ?? 0;
  return useMemo(() => {
    const { language } = i18n;
    return {
      t,
      language,
      clock: (at: number | string) => format.clock(at, language, zone),
      moment: (at: number | string) => format.moment(at, language, zone),
      lately: (at: number | string) => format.lately(at, Date.now(), language, zone),
      day: (date: string) => format.day(date, language),
      longDay: (date: string) => format.longDay(date, language),
      distance: (metres: number) => format.distance(metres, language),
      kilometres: (metres: number) => format.kilometres(metres, language),
      duration: (seconds: number) => format.duration(Math.max(0, Math.round(seconds)), language),
      count: (value: number) => format.count(value, language),
      money: (minor: number, currency: string) => format.money(minor, currency, language),
      today: () => format.companyDate(Date.now(), zone, dayStart),
    };
  }, [t, i18n.language, i18n, zone, dayStart]);
}

const KNOWN = [
  'unreachable',
  'rate_limited',
  'already_decided',
  'stale',
  'wrong_state',
  'pin_too_far',
  'pin_has_moved',
  'in_use',
  'not_found',
  'forbidden',
  'second_factor_due',
] as const;
/** Of a 422: what is wrong with it. */
const FAULTS = [
  'overlaps',
  'covers_another',
  'same_rep',
  'absent',
  'not_possible',
  'wrong_state',
  'required',
  'too_long',
] as const;

export function useRefusal(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof Problem)) return t('team.problem.unknown');
    const known = KNOWN.find((code) => code === error.code);
    if (known) return t(`team.problem.${known}`);
    if (error.status === 412) return t('team.problem.stale');
    if (error.status === 409) return t('team.problem.wrong_state');
    const fault = FAULTS.find((code) => error.errors.some((each) => each.code === code));
    if (fault) return t(`team.fault.${fault}`);
    if (error.status >= 500) return t('team.problem.server', { id: error.requestId ?? '–' });
    return error.detail ?? t('team.problem.unknown');
  };
}
