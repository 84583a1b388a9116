// The frame of a step: where one is, the way back, what is done at the foot. And the fields that steps are made of.
import './visit.css';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';

export function StepFrame({
  title,
  onBack,
  foot,
  children,
}: {
  title: string;
  onBack: () => void;
  foot?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  // Who comes here by a tap hears where it led.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <section className="v-step">
      <header className="v-head">
        <button type="button" className="v-back" onClick={onBack} aria-label={t('visit.back')}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M15 5l-7 7 7 7" />
          </svg>
        </button>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </header>
      <div className="v-body">{children}</div>
      {foot && <footer className="v-foot">{foot}</footer>}
    </section>
  );
}

/** A label with its field, a hint, and what is wrong in place. */
export function Field({
  label,
  hint,
  wrong,
  required,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  wrong?: string | null | false;
  required?: boolean;
  children: (field: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}) {
  const { t } = useTranslation();
  const id = useId();
  const says = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div className="v-field" data-wrong={wrong ? true : undefined}>
      <label htmlFor={id}>
        {label}
        {required && <span className="v-must"> {t('visit.required')}</span>}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="v-dim">
          {hint}
        </p>
      )}
      {children({
        id,
        ...(says ? { 'aria-describedby': says } : {}),
        ...(wrong ? { 'aria-invalid': true as const } : {}),
      })}
      {wrong && (
        <p id={`${id}-wrong`} className="v-wrong" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}

/** One of few, as big buttons; a radio group to who cannot see it. */
export function Choices<T extends string>({
  label,
  value,
  options,
  onPick,
  wrong,
  required,
}: {
  label: ReactNode;
  value: T | null;
  options: readonly { value: T; label: string }[];
  onPick: (value: T) => void;
  wrong?: string | null | false;
  required?: boolean;
}) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <fieldset className="v-field" data-wrong={wrong ? true : undefined}>
      <legend>
        {label}
        {required && <span className="v-must"> {t('visit.required')}</span>}
      </legend>
      <div className="v-choices">
        {options.map((option) => (
          <label key={option.value} className="v-choice" data-on={option.value === value || undefined}>
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onPick(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
      {wrong && (
        <p className="v-wrong" role="alert">
          {wrong}
        </p>
      )}
    </fieldset>
  );
}

/** Something to know before going on. */
export function Notice({
  tone = 'plain',
  children,
}: {
  tone?: 'plain' | 'good' | 'care' | 'bad';
  children: ReactNode;
}) {
  return (
    <div className="v-notice" data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      <span aria-hidden="true">{{ plain: 'i', good: '✓', care: '!', bad: '!' }[tone]}</span>
      <div>{children}</div>
    </div>
  );
}
