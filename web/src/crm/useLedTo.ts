// A link led to one row of a desk: once the rows are there, it is where to read on.
import { type RefObject, useEffect, useRef } from 'react';

/** `rows` is how many are shown; the row itself says which it is by `data-one`. */
export function useLedTo(one: string | undefined, rows: number): RefObject<HTMLDivElement | null> {
  const desk = useRef<HTMLDivElement>(null);
  const reached = useRef<string | null>(null);
  useEffect(() => {
    if (one === undefined || rows === 0 || reached.current === one) return;
    const row = desk.current?.querySelector<HTMLElement>(`[data-one="${CSS.escape(one)}"]`);
    if (!row) return;
    reached.current = one;
    row.scrollIntoView({ block: 'center' });
    row.focus({ preventScroll: true });
  }, [one, rows]);
  return desk;
}
