// Days of a report in the reader's words: `Wed 25 Nov`, `1–26 Nov 2026`, `November 2026`.
import { useCallback } from 'react';
import { useFormat } from '../format/useFormat';
import { lastOf, monthOf, type Span } from './period';

export function useSpanWords(): (span: Span) => string {
  const format = useFormat();
  return useCallback(
    ({ from, to }: Span) => {
      if (from === to) return format.day(from);
      const isMonth = from.endsWith('-01') && to === lastOf(monthOf(from));
      return isMonth ? format.month(monthOf(from)) : format.span(from, to);
    },
    [format],
  );
}
