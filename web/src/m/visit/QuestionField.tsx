// One question of a form, as what it asks is answered on a phone.
import { type Question, TEXT_MAX, type Value } from './form_answers';
import { Photos } from './Photos';
import { Field } from './StepFrame';
import { Toggles } from './Toggles';
import { useWords } from './useWords';

export function QuestionField({
  question,
  value,
  onChange,
  wrong,
}: {
  question: Question;
  value: Value | undefined;
  /** Undefined takes the answer back. */
  onChange: (value: Value | undefined) => void;
  wrong: string | null;
}) {
  const { t, said, milli } = useWords();
  const { asks } = question;
  const label = said(question.text);
  const required = question.required ?? false;
  const list = Array.isArray(value) ? value : [];
  const text = typeof value === 'string' ? value : '';
  switch (asks.type) {
    case 'yes_no':
      return (
        <Toggles
          label={label}
          required={required}
          wrong={wrong}
          options={[
            { value: 'yes', label: t('visit.form.yes') },
            { value: 'no', label: t('visit.form.no') },
          ]}
          on={value === true ? ['yes'] : value === false ? ['no'] : []}
          onChange={([picked]) => onChange(picked === undefined ? undefined : picked === 'yes')}
        />
      );
    case 'choice':
      return (
        <Toggles
          label={label}
          hint={asks.many ? t('visit.form.many') : undefined}
          required={required}
          wrong={wrong}
          many={asks.many ?? false}
          options={asks.options.map((option) => ({ value: option.code, label: said(option.text) }))}
          on={list}
          onChange={(on) => onChange(on.length > 0 ? on : undefined)}
        />
      );
    case 'photo':
      return (
        <Photos
          label={label}
          required={required}
          wrong={wrong}
          photos={list}
          most={asks.most ?? 1}
          onChange={(photos) => onChange(photos.length > 0 ? photos : undefined)}
        />
      );
    case 'number': {
      const [min, max] = [asks.min_milli ?? null, asks.max_milli ?? null];
      const range =
        min !== null && max !== null
          ? t('visit.form.between', { min: milli(min), max: milli(max) })
          : min !== null
            ? t('visit.form.at_least', { min: milli(min) })
            : max !== null
              ? t('visit.form.at_most', { max: milli(max) })
              : null;
      return (
        <Field
          label={label}
          required={required}
          wrong={wrong}
          hint={[asks.unit, range].filter(Boolean).join(' · ') || undefined}
        >
          {(field) => (
            <input
              {...field}
              inputMode={min !== null && min >= 0 ? 'decimal' : 'text'}
              autoComplete="off"
              value={text}
              onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
            />
          )}
        </Field>
      );
    }
    case 'date':
      return (
        <Field label={label} required={required} wrong={wrong}>
          {(field) => (
            <input
              {...field}
              type="date"
              value={text}
              onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
            />
          )}
        </Field>
      );
    case 'text':
      return (
        <Field label={label} required={required} wrong={wrong}>
          {(field) => (
            <textarea
              {...field}
              rows={2}
              maxLength={asks.max_length ?? TEXT_MAX}
              value={text}
              onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
            />
          )}
        </Field>
      );
  }
}
