// A file and how it is to be read.
import { Alert, Button, Checkbox, FileInput, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { type ImportBatch, type Kind, mappings, type Options, recent, upload } from './imports';

/** What holds from a date on. */
const DATED: readonly Kind[] = ['outlets', 'reps', 'routes'];

export function UploadForm({
  kinds,
  onUploaded,
}: {
  kinds: readonly Kind[];
  onUploaded: (made: ImportBatch) => void;
}) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Kind>(kinds[0]!);
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState<Options>({});
  const saved = useQuery(mappings).data?.items.filter((mapping) => mapping.kind === kind) ?? [];
  const set = (more: Options) => setOptions((old) => ({ ...old, ...more }));
  const send = useMutation({
    mutationFn: (chosen: File) => upload(kind, chosen, options),
    onSuccess: async (made) => {
      setFile(null);
      onUploaded(made);
      await queryClient.invalidateQueries({ queryKey: recent.queryKey });
    },
  });
  return (
    <form
      className="fb-import-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (file && !send.isPending) send.mutate(file);
      }}
    >
      <Select
        label={t('import.what')}
        allowDeselect={false}
        value={kind}
        onChange={(value) => {
          setKind(value as Kind);
          set({ mapping: undefined, valid_from: undefined, end_missing: undefined });
        }}
        data={kinds.map((value) => ({ value, label: t(`import.kind.${value}`) }))}
      />
      <FileInput
        label={t('import.file')}
        description={t(`import.columns.${kind}`)}
        placeholder={t('import.choose')}
        accept=".csv,.tsv,.txt,.xlsx"
        value={file}
        onChange={setFile}
        clearable
        clearButtonProps={{ 'aria-label': t('import.clear') }}
      />
      <details>
        <summary>{t('import.options')}</summary>
        <div className="fb-import-options">
          {DATED.includes(kind) && (
            <TextInput
              type="date"
              label={t('import.valid_from')}
              description={t('import.valid_from_about')}
              value={options.valid_from ?? ''}
              onChange={(event) => set({ valid_from: event.currentTarget.value || undefined })}
            />
          )}
          {kind === 'routes' && (
            <Select
              label={t('import.weeks')}
              allowDeselect={false}
              value={options.weeks ?? 'cycle'}
              onChange={(value) => set({ weeks: value === 'month' ? 'month' : undefined })}
              data={[
                { value: 'cycle', label: t('import.weeks_cycle') },
                { value: 'month', label: t('import.weeks_month') },
              ]}
            />
          )}
          <NumberInput
            label={t('import.code_width')}
            description={t('import.code_width_about')}
            min={1}
            max={64}
            value={options.code_width ?? ''}
            onChange={(value) => set({ code_width: typeof value === 'number' ? value : undefined })}
          />
          {saved.length > 0 && (
            <Select
              label={t('import.mapping')}
              clearable
              value={options.mapping ?? null}
              onChange={(value) => set({ mapping: value ?? undefined })}
              data={saved.map((mapping) => mapping.name)}
            />
          )}
          <Checkbox
            label={t('import.end_missing')}
            description={t(`import.end_missing_about.${kind}`)}
            checked={options.end_missing ?? false}
            onChange={(event) => set({ end_missing: event.currentTarget.checked || undefined })}
          />
        </div>
      </details>
      <Button type="submit" disabled={!file} loading={send.isPending}>
        {t('import.check')}
      </Button>
      {send.isError && (
        <Alert color="red" role="alert" title={t('import.upload_failed')}>
          {problemText(send.error, t)}
        </Alert>
      )}
    </form>
  );
}
