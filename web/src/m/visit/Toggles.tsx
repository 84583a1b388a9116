// Answers to tap on: one or many of few. What was tapped is taken back by a second tap.
import { useId } from 'react';
import { useWords } from './useWords';

export function Toggles({
  label,
  hint,
  options,
  on,
  many = false,
  onChange,
  wrong,
  required,
}: {
  label: string;
  hint?: string;
  options: readonly { value: string; label: string }[];
  on: readonly string[];
  many?: boolean;
  onChange: (on: string[]) => void;
  wrong?: string | null | false;
  required?: boolean;
}) {
  const { t } = useWords();
  const id = useId();
  const tap = (value: string) => {
    if (on.includes(value)) onChange(on.filter((one) => one !== value));
    else onChange(many ? [...on, value] : [value]);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be described by what is wrong
    <div className="v-field" role="group" aria-labelledby={id} data-wrong={wrong ? true : undefined}>
      <p id={id} className="v-label">
        {label}
        {required && <span className="v-must"> {t('visit.required')}</span>}
      </p>
      {hint && <p className="v-dim">{hint}</p>}
      <div className="v-choices">
        {options.map((option) => (
          <button
            key={option.value}
            type="button"
            className="v-choice"
            aria-pressed={on.includes(option.value)}
            data-on={on.includes(option.value) || undefined}
            onClick={() => tap(option.value)}
          >
            {option.label}
          </button>
        ))}
      </div>
      {wrong && (
        <p className="v-wrong" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
