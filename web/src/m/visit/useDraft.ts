// What is half written, kept on the phone: a reload, a call or a flat battery costs nothing.
import { useCallback, useEffect, useRef, useState } from 'react';
import { usePhone } from '../phone';

/** Long enough not to write at every key, short enough to lose nothing that matters. */
const SAVE_MS = 250;

export interface Draft<T> {
  value: T;
  /** Before it is read there is nothing to write on. */
  ready: boolean;
  change: (how: (was: T) => T) => void;
  /** Sent, or thrown away. */
  forget: () => Promise<void>;
}

export function useDraft<T>(key: string, empty: T): Draft<T> {
  const { draft, keepDraft } = usePhone();
  const [value, setValue] = useState<T>(empty);
  const [ready, setReady] = useState(false);
  const unsaved = useRef<{ key: string; value: T } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const keep = useRef(keepDraft);
  keep.current = keepDraft;
  const read = useRef(draft);
  read.current = draft;
  const first = useRef(empty);

  const save = useCallback(() => {
    clearTimeout(timer.current);
    const what = unsaved.current;
    unsaved.current = null;
    if (what) void keep.current(what.key, what.value);
  }, []);

  useEffect(() => {
    let gone = false;
    setReady(false);
    read.current<T>(key).then((kept) => {
      if (gone) return;
      setValue(kept ?? first.current);
      setReady(true);
    });
    const hidden = () => document.visibilityState === 'hidden' && save();
    document.addEventListener('visibilitychange', hidden);
    return () => {
      gone = true;
      document.removeEventListener('visibilitychange', hidden);
      save();
    };
  }, [key, save]);

  const change = useCallback(
    (how: (was: T) => T) => {
      setValue((was) => {
        const next = how(was);
        unsaved.current = { key, value: next };
        return next;
      });
      clearTimeout(timer.current);
      timer.current = setTimeout(save, SAVE_MS);
    },
    [key, save],
  );

  const forget = useCallback(async () => {
    clearTimeout(timer.current);
    unsaved.current = null;
    setValue(first.current);
    await keep.current(key, null);
  }, [key]);

  return { value, ready, change, forget };
}
