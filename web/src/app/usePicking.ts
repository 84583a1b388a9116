// Picking rows of a list by keys: which are selected, and where the focus goes.
import { useState } from 'react';

const NONE: ReadonlySet<string> = new Set();

/** `ids` in the order of the list; `focused` is one of them, or none. */
export function usePicking(ids: readonly string[], focused: string | undefined, go: (id: string) => void) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(NONE);
  const toggle = (id: string) =>
    setSelected((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const all = () => setSelected(new Set(ids));
  const none = () => setSelected(NONE);
  const move = (by: number) => {
    const at = focused === undefined ? -1 : ids.indexOf(focused);
    const next = ids[Math.min(ids.length - 1, Math.max(0, at + by))];
    if (next) go(next);
  };
  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    j: () => move(1),
    k: () => move(-1),
    x: () => focused !== undefined && toggle(focused),
    '*': all,
    Escape: none,
  };
  return { selected, toggle, all, none, keys };
}
