// What the forms of the settings page have in common that write one row: where its faults are told, and its buttons.
import { Alert, Button, Group } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { problemText } from '../app/problem';

const FAULTS = ['required', 'too_long', 'invalid_code', 'unknown', 'out_of_range', 'last'] as const;

/** What was refused: at its field, or of the row as a whole. */
export function useRowFaults(error: unknown, fresh: boolean, fields: readonly string[]) {
  const { t } = useTranslation();
  const problem = error instanceof Problem ? error : null;
  const word = (code: string | undefined) =>
    code === undefined
      ? null
      : code === 'too_many'
        ? t('settings.row_full')
        : t(`settings.row_fault.${FAULTS.find((known) => known === code) ?? 'other'}`);
  const fault = (field: string) => word(problem?.errors.find(({ pointer }) => pointer === `/${field}`)?.code);
  const elsewhere = problem?.errors.find(({ pointer }) => !fields.includes(pointer.slice(1)));
  const failure = !error
    ? ''
    : problem?.code === 'stale'
      ? t(fresh ? 'settings.code_taken' : 'settings.row_stale')
      : (word(elsewhere?.code) ?? (problem?.errors.length ? '' : problemText(error, t)));
  return { fault, failure };
}

export function RowForm({
  busy,
  ready = true,
  failure,
  onSave,
  onCancel,
  children,
}: {
  busy: boolean;
  /** Whether it can be saved as it is. */
  ready?: boolean;
  /** What no field tells. */
  failure: string;
  onSave: () => void;
  onCancel: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  return (
    <form
      ref={form}
      className="fb-reason-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) onSave();
      }}
    >
      {children}
      {failure && (
        <Alert color="red" role="alert">
          {failure}
        </Alert>
      )}
      <Group gap="xs">
        <Button type="submit" size="xs" loading={busy} disabled={!ready}>
          {t('settings.save_reason')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onCancel}>
          {t('settings.back')}
        </Button>
      </Group>
    </form>
  );
}
