// What the forms of the catalogue have in common: writing with the version seen, and each refusal at its field.
import { Alert, Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { useFocusFault } from '../app/useFocusFault';
import { type Kind, type Masters, write } from './catalogue';

const FAULTS = [
  'required',
  'too_long',
  'invalid_code',
  'code_taken',
  'out_of_range',
  'invalid',
  'unknown',
  'unknown_product',
  'unknown_unit',
  'no_price',
  'before_valid_from',
  'one_holder',
  'not_over',
  'no_reps',
  'no_outlets',
  'too_many_outlets',
  'not_future',
  'too_far',
  'both_or_neither',
] as const;

/** `too_many` would read as the plural form of a key. */
const faultKey = (code: string) =>
  code === 'too_many'
    ? 'limit'
    : code === 'unknown_rep' || code === 'unknown_outlet'
      ? 'unknown'
      : (FAULTS.find((known) => known === code) ?? 'other');

export interface Faults {
  /** Of exactly this field. */
  at: (pointer: string) => string | null;
  /** Of this field or anything in it. */
  under: (pointer: string) => string | null;
}

export function useFaults(error: unknown): Faults {
  const { t } = useTranslation();
  const problem = error instanceof Problem ? error : null;
  const errors =
    problem?.code === 'code_taken' ? [{ pointer: '/code', code: 'code_taken' }] : (problem?.errors ?? []);
  const words = (found: { code: string } | undefined) =>
    found ? t(`catalogue.fault.${faultKey(found.code)}`) : null;
  return {
    at: (pointer) => words(errors.find((one) => one.pointer === pointer)),
    under: (pointer) =>
      words(errors.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))),
  };
}

/** A form of one kind: `was` is what is changed, absent for a new one. */
export function useWriting<K extends Kind>(
  kind: K,
  was: Masters[K] | undefined,
  onSaved: (row: Masters[K]) => void,
) {
  const save = useMutation({
    mutationFn: (body: object) => write(kind, was, body),
    onSuccess: async (row) => {
      await queryClient.invalidateQueries({ queryKey: ['catalogue'] });
      onSaved(row);
    },
  });
  return { save, faults: useFaults(save.error) };
}

export function FormFrame({
  saving: { save, faults },
  body,
  yes,
  stale,
  onCancel,
  children,
}: {
  saving: { save: { isPending: boolean; error: unknown; mutate: (body: object) => void }; faults: Faults };
  /** Made when it is sent. */
  body: () => object;
  /** What the button says, where it is not to save. */
  yes?: string;
  /** What is said where somebody else has changed it in the meantime. */
  stale?: ReactNode;
  onCancel: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  useFocusFault(form, save.error);
  const problem = save.error instanceof Problem ? save.error : null;
  const whole = faults.at('');
  const count = problem?.errors.length ?? 0;
  return (
    <form
      ref={form}
      className="fb-cat-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate(body());
      }}
    >
      {children}
      {save.error !== null && problem?.code !== 'code_taken' && (
        <Alert color="red" role="alert">
          {problem?.code === 'stale'
            ? (stale ?? t('catalogue.stale'))
            : (whole ?? (count > 0 ? t('catalogue.refused', { count }) : problemText(save.error, t)))}
        </Alert>
      )}
      <Group gap="xs">
        <Button type="submit" loading={save.isPending}>
          {yes ?? t('catalogue.save')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t('catalogue.cancel')}
        </Button>
      </Group>
    </form>
  );
}

/** What every kind has: a code that never changes, a name, and whether it is used. */
export interface Head {
  code: string;
  name: string;
  active: boolean;
}

export const headOf = (was: Head | undefined): Head => ({
  code: was?.code ?? '',
  name: was?.name ?? '',
  active: was?.active ?? true,
});

export function CodeAndName({
  head,
  fresh,
  faults,
  onChange,
}: {
  head: Pick<Head, 'code' | 'name'>;
  fresh: boolean;
  faults: Faults;
  onChange: (more: Partial<Pick<Head, 'code' | 'name'>>) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      {fresh && (
        <TextInput
          label={t('catalogue.code')}
          required
          maxLength={64}
          value={head.code}
          error={faults.at('/code')}
          onChange={(event) => onChange({ code: event.currentTarget.value })}
        />
      )}
      <TextInput
        className="fb-cat-wide"
        label={t('catalogue.name')}
        required
        maxLength={200}
        value={head.name}
        error={faults.at('/name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
    </>
  );
}

export function HeadFields({
  head,
  fresh,
  faults,
  onChange,
}: {
  head: Head;
  fresh: boolean;
  faults: Faults;
  onChange: (more: Partial<Head>) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="fb-cat-row">
      <CodeAndName head={head} fresh={fresh} faults={faults} onChange={onChange} />
      <Checkbox
        label={t('catalogue.active')}
        checked={head.active}
        onChange={(event) => onChange({ active: event.currentTarget.checked })}
      />
    </div>
  );
}

/** From and to, both included; empty is open. */
export function SpanFields({
  from,
  to,
  faults,
  onChange,
}: {
  from: string | null;
  to: string | null;
  faults: Faults;
  onChange: (more: { valid_from?: string | null; valid_to?: string | null }) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="fb-cat-row">
      <TextInput
        type="date"
        label={t('catalogue.valid_from')}
        value={from ?? ''}
        error={faults.at('/valid_from')}
        onChange={(event) => onChange({ valid_from: event.currentTarget.value || null })}
      />
      <TextInput
        type="date"
        label={t('catalogue.valid_to')}
        value={to ?? ''}
        error={faults.at('/valid_to')}
        onChange={(event) => onChange({ valid_to: event.currentTarget.value || null })}
      />
    </div>
  );
}
