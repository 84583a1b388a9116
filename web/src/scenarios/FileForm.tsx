// An assignment by a file: checked first, then its days are planned as a solution of its own.
import { Alert, Button, FileInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { problemText } from '../app/problem';
import { useFocusFault } from '../app/useFocusFault';
import { useFaults } from '../catalogue/Form';
import { HandFaults } from './HandFaults';
import { assignByFile, readAgain } from './scenarios';

export function FileForm({ scenario, onDone }: { scenario: number; onDone: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const take = useMutation({
    mutationFn: ({ chosen, keep }: { chosen: File; keep: boolean }) =>
      assignByFile(scenario, chosen, name.trim(), keep),
    onSuccess: async (answer) => {
      if (answer.dry_run) return;
      await readAgain();
      onDone();
    },
  });
  const answer = take.data?.dry_run ? take.data : undefined;
  const told = answer?.faults ?? (take.error instanceof Problem ? take.error.errors : []);
  const named = useFaults(answer ? new Problem(422, 'invalid', null, answer.faults) : take.error).at('/name');
  useFocusFault(form, named && take.submittedAt);
  const rows = told.filter((fault) => fault.pointer.startsWith('/lines/'));
  const good = answer !== undefined && answer.refused === 0 && answer.rows > 0;
  return (
    <form
      ref={form}
      className="fb-scn-publish"
      aria-label={t('scenarios.hand.by_file')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (file) take.mutate({ chosen: file, keep: good });
      }}
    >
      <h3>{t('scenarios.hand.by_file')}</h3>
      <TextInput
        label={t('scenarios.hand.name')}
        description={t('scenarios.hand.hint')}
        required
        autoFocus
        maxLength={200}
        value={name}
        error={named}
        onChange={(event) => {
          setName(event.currentTarget.value);
          take.reset();
        }}
      />
      <FileInput
        mt="sm"
        label={t('scenarios.hand.file')}
        description={t('scenarios.hand.file_hint')}
        placeholder={t('import.choose')}
        accept=".csv,.tsv,.txt,.xlsx"
        value={file}
        clearable
        clearButtonProps={{ 'aria-label': t('import.clear') }}
        onChange={(chosen) => {
          setFile(chosen);
          take.reset();
        }}
      />
      {answer && (
        <p role="status">{t('scenarios.hand.rows', { count: answer.rows, refused: answer.refused })}</p>
      )}
      {rows.length > 0 && (
        <HandFaults
          faults={rows}
          whose={(pointer) => {
            const [, , line, column] = pointer.split('/');
            return `${t('scenarios.hand.line', { line })} · ${column}`;
          }}
        />
      )}
      {take.isError && rows.length === 0 && !named && (
        <Alert color="red" role="alert" mt="sm">
          {problemText(take.error, t)}
        </Alert>
      )}
      <div className="fb-actions">
        <Button type="submit" disabled={!file} loading={take.isPending}>
          {good ? t('scenarios.hand.plan') : t('scenarios.hand.check')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onDone}>
          {t('review.cancel')}
        </Button>
      </div>
    </form>
  );
}
