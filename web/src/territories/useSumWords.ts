// What a territory comes to, in the reader's words.
import { useTranslation } from 'react-i18next';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import type { Measure, Sums } from './balance';

const HOUR_MIN = 60;

export function useSumWords() {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const one = (measure: Measure, value: number): string =>
    measure === 'outlets'
      ? t('territories.n_outlets', { count: value, n: format.count(value) })
      : measure === 'minutes'
        ? t('territories.n_hours', { n: format.quantity((value / HOUR_MIN).toFixed(1)) })
        : format.money(value, currency);
  return {
    one,
    /** All that is known of them. */
    all: (sums: Sums): string =>
      [
        one('outlets', sums.outlets),
        one('minutes', sums.minutes),
        sums.valued > 0 && one('value_minor', sums.value_minor),
      ]
        .filter(Boolean)
        .join(' · '),
    area: (m2: number): string =>
      m2 >= 1e5
        ? t('territories.n_km2', { n: format.quantity((m2 / 1e6).toFixed(2)) })
        : t('territories.n_m2', { n: format.count(Math.round(m2)) }),
  };
}
