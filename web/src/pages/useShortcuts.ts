// Keys of the map page. Letters never act while somebody writes; Escape always does.
import { useEffect, useRef } from 'react';

export function useShortcuts(keys: Record<string, (event: KeyboardEvent) => void>) {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement;
      if (target.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return;
      const writing = target.closest('input, textarea, select, [contenteditable="true"]');
      if (writing && event.key !== 'Escape') return;
      // The map pans with arrows when it has the focus.
      if (target.tagName === 'CANVAS' && event.key.startsWith('Arrow')) return;
      // A space presses the button that has the focus.
      if (event.key === ' ' && target.closest('button, a, summary')) return;
      const act = current.current[event.key];
      if (!act) return;
      event.preventDefault();
      act(event);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}
