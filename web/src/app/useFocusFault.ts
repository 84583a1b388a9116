// After a refusal the first field that was refused is where the reader looks and types.
import { type RefObject, useEffect } from 'react';

/** `refused` changes with every refusal, and is empty where there is none. */
export function useFocusFault(within: RefObject<HTMLElement | null>, refused: unknown) {
  useEffect(() => {
    if (!refused) return;
    // What the refusal marks, or another tab shows, is there after the next frame.
    const frame = requestAnimationFrame(() =>
      within.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [refused, within]);
}
