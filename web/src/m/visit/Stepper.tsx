// A quantity by big buttons, or typed.
import { useState } from 'react';
import { decimal, milliTyped } from './order_draft';
import { useWords } from './useWords';

export function Stepper({
  label,
  milli,
  onChange,
  empty = false,
}: {
  /** What is counted, to who cannot see it. */
  label: string;
  /** Null: nothing was said yet. */
  milli: number | null;
  onChange: (milli: number | null) => void;
  /** Whether a field left empty says nothing, instead of none. */
  empty?: boolean;
}) {
  const { t } = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (milli === null || (milli === 0 && !empty) ? '' : decimal(milli));
  const wrong = typed !== null && typed.trim() !== '' && milliTyped(typed) === null;
  const step = (by: number) => {
    setTyped(null);
    // To the next whole one, whatever was typed.
    const from = milli ?? 0;
    const to = by > 0 ? Math.floor(from / 1000) * 1000 + 1000 : Math.ceil(from / 1000) * 1000 - 1000;
    onChange(Math.max(to, 0));
  };
  const type = (text: string) => {
    setTyped(text);
    if (text.trim() === '') return onChange(empty ? null : 0);
    const read = milliTyped(text);
    if (read !== null) onChange(read);
  };
  return (
    <span className="v-stepper" data-on={(milli ?? 0) > 0 || undefined}>
      <button
        type="button"
        onClick={() => step(-1)}
        disabled={(milli ?? 0) === 0 && !(empty && milli === null)}
        aria-label={t('visit.less', { what: label })}
      >
        −
      </button>
      <input
        inputMode="decimal"
        autoComplete="off"
        placeholder={empty ? '–' : '0'}
        value={shown}
        aria-label={label}
        aria-invalid={wrong || undefined}
        onChange={(event) => type(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => setTyped(null)}
      />
      <button type="button" onClick={() => step(1)} aria-label={t('visit.more', { what: label })}>
        +
      </button>
    </span>
  );
}
