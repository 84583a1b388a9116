// Figures in the reader's language: a value in its unit, short or whole, and how it moved.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../api/types';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import { signed } from '../scenarios/signed';
import type { Change } from './figures';
import type { Cell, Definition } from './kpis';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Minutes of so many hours are not worth their room. */
const HOURS_ALONE_MS = 10 * HOUR_MS;

export interface FigureWords {
  name: (definition: Definition) => string;
  formula: (definition: Definition) => string;
  /** `null` is a dash. */
  value: (definition: Definition, value: number | null | undefined) => string;
  /** For axes and tiles: `182 Tr ₫`. */
  short: (definition: Definition, value: number | null | undefined) => string;
  /** `15 of 18` where the figure is divided by something that is counted. */
  parts: (definition: Definition, cell: Cell | undefined) => string | null;
  change: (change: Change) => string;
}

export function useFigure(): FigureWords {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  return useMemo(() => {
    const language = i18n.language as Language;
    const tenths = (ratio: number) => format.rate(Math.round(ratio * 1000) / 1000);
    const clock = (ms: number) => {
      const minutes = Math.floor((((ms % DAY_MS) + DAY_MS) % DAY_MS) / 60_000);
      const two = (n: number) => String(n).padStart(2, '0');
      return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
    };
    const value: FigureWords['value'] = (definition, of) => {
      if (of == null) return '–';
      switch (definition.unit) {
        case 'share':
          return tenths(of);
        case 'ratio':
          return format.quantity(of.toFixed(2));
        case 'count':
          return format.count(of);
        case 'money':
          return format.money(Math.round(of), currency);
        case 'time_of_day_ms':
          return clock(of);
        case 'duration_ms':
          return format.duration(of / 1000);
        case 'length_mm':
          return format.kilometres(of / 1000);
      }
    };
    return {
      name: (definition) => definition.name[language],
      formula: (definition) => definition.formula[language],
      value,
      short: (definition, of) => {
        if (of == null) return '–';
        if (definition.unit === 'money') return format.moneyShort(of, currency);
        if (definition.unit === 'count' && of >= 100_000) return format.countShort(of);
        if (definition.unit === 'duration_ms' && of >= HOURS_ALONE_MS)
          return format.duration(Math.round(of / HOUR_MS) * 3600);
        return value(definition, of);
      },
      parts: (definition, cell) =>
        cell?.denominator == null || definition.unit !== 'share'
          ? null
          : t('reports.of', { part: format.count(cell.numerator), whole: format.count(cell.denominator) }),
      change: (change) => {
        if (change.kind === 'relative') return signed(change.amount, tenths);
        if (change.kind === 'points')
          return t('reports.points', {
            amount: signed(change.amount * 100, (points) => format.quantity(points.toFixed(1))),
          });
        return signed(change.amount, (ms) => format.duration(Math.round(ms / 60_000) * 60));
      },
    };
  }, [t, i18n.language, format, currency]);
}
