// Ctrl or Cmd with Z takes a step back, with Shift too or with Y forward again; not while somebody writes.
import { useEffect, useRef } from 'react';

export function useUndoKeys(undo: () => void, redo: () => void) {
  const current = useRef({ undo, redo });
  current.current = { undo, redo };
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      const target = event.target as HTMLElement;
      if (
        target.closest(
          'input:not([type="checkbox"], [readonly]), textarea, [contenteditable="true"], [role="dialog"]',
        )
      )
        return;
      event.preventDefault();
      if (key === 'y' || event.shiftKey) current.current.redo();
      else current.current.undo();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}
