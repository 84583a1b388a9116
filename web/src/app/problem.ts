// A failure in words: by its stable code where we have words for it, else by what the status means.
import type { TFunction } from 'i18next';
import { Problem } from '../api/client';

const KNOWN = [
  'unreachable',
  'wrong_credentials',
  'not_found',
  'forbidden',
  'csrf',
  'rate_limited',
  'wrong_token',
  'already_set_up',
  'pin_too_far',
  'already_decided',
  'pin_has_moved',
  'fence_is_drawn',
  'in_use',
  'period_closed',
  'date_is_to_come',
  'not_corrected',
  'stale',
  'order_on_trip',
  'stock_short',
  'idempotency_key_reused',
  'wrong_state',
  'same_person',
  'claimed_already',
  'programme_over',
  'scenario_solving',
  'scenario_not_solving',
  'scenario_published',
  'scenario_not_published',
  'changed_since',
  'published_over',
  'solution_searched',
  'second_factor_due',
  'second_factor_on',
  'second_factor_not_begun',
  'user_disabled',
] as const;

/** Of a 422: what is wrong with the step as a whole, not with a field. */
const FAULTS = [
  'wrong_state',
  'expired',
  'own_hand_in',
  'nothing_to_hand_in',
  'own_trip',
  'on_trip',
  'own_day',
  'later_closed',
  'day_closed',
  'other_place',
  'own_expense',
  'no_rate',
  'not_over',
] as const;

/** How long to wait, as a person counts it. */
function waitText(seconds: number, t: TFunction): string {
  return seconds < 60
    ? t('account.wait.seconds', { count: seconds })
    : t('account.wait.minutes', { count: Math.ceil(seconds / 60) });
}

export function problemText(error: unknown, t: TFunction): string {
  if (!(error instanceof Problem)) return t('problem.unknown');
  if (error.status === 429 && error.retryAfterS !== null) return waitText(error.retryAfterS, t);
  const known = KNOWN.find((code) => code === error.code);
  if (known) return t(`problem.${known}`);
  const fault = FAULTS.find((code) => error.errors.some((each) => each.code === code));
  if (fault) return t(`problem.${fault}`);
  if (error.status === 429) return t('problem.rate_limited');
  if (error.status === 403) return t('problem.forbidden');
  if (error.status === 404) return t('problem.not_found');
  if (error.status >= 500) return t('problem.server', { id: error.requestId ?? '–' });
  return error.detail ?? t('problem.unknown');
}
