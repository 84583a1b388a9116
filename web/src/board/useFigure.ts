// A figure of the day with its unit, as a row tells it.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import type { Figure, Figures } from './figures';

/** Its value alone. */
export function useFigureValue(): (figure: Figure, of: Figures) => string {
  const format = useFormat();
  return (figure, of) => {
    const value = of[figure];
    if (value === null) return '–';
    if (figure === 'dwell') return format.duration(value);
    return figure === 'distance' ? format.kilometres(value) : format.count(value);
  };
}

export function useFigure(): (figure: Figure, of: Figures) => string {
  const { t } = useTranslation();
  const value = useFigureValue();
  return (figure, of) => t('board.of', { value: value(figure, of), figure: t(`board.figure.${figure}`) });
}
