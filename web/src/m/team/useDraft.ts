// What is half written stays on the phone: also where a call comes in, or there is no network when it is sent.
import { useState } from 'react';
import { draftOf, keepDraft } from './kept';

export function useDraft(name: string, first = ''): [string, (text: string) => void] {
  const [text, setText] = useState(() => draftOf(name) || first);
  return [
    text,
    (next) => {
      keepDraft(name, next);
      setText(next);
    },
  ];
}
