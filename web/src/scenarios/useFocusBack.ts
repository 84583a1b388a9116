// Where the keyboard goes on when what it was in has closed.
import { type RefObject, useEffect, useRef } from 'react';

/** `target` may be set only after it closed: it is looked at then. */
export function useFocusBack(open: boolean, target: RefObject<HTMLElement | null>) {
  const was = useRef(open);
  useEffect(() => {
    if (was.current && !open) target.current?.focus();
    was.current = open;
  }, [open, target]);
}
