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
] as const;

export function problemText(error: unknown, t: TFunction): string {
  if (!(error instanceof Problem)) return t('problem.unknown');
  const known = KNOWN.find((code) => code === error.code);
  if (known) return t(`problem.${known}`);
  if (error.status === 429) return t('problem.rate_limited');
  if (error.status === 403) return t('problem.forbidden');
  if (error.status === 404) return t('problem.not_found');
  if (error.status >= 500) return t('problem.server', { id: error.requestId ?? '–' });
  return error.detail ?? t('problem.unknown');
}
