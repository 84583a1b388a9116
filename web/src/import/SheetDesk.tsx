// A list by a file: checked first, then kept. What the file says is told row by row.
import { Alert, Button, FileInput, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { type SheetAnswer, type SheetList, takeSheet } from './sheets';

export function SheetDesk({ lists }: { lists: readonly SheetList[] }) {
  const { t } = useTranslation();
  const [list, setList] = useState<SheetList>(lists[0]!);
  const [file, setFile] = useState<File | null>(null);
  const take = useMutation({
    mutationFn: ({ chosen, keep, skip }: { chosen: File; keep: boolean; skip: boolean }) =>
      takeSheet(list, chosen, { keep, skip }),
    onSuccess: (answer) => {
      if (!answer.dry_run) void queryClient.invalidateQueries();
    },
  });
  const name = t(`sheets.list.${list}`);
  const answer = take.data;
  return (
    <div className="fb-import">
      <div className="fb-import-side">
        <form
          className="fb-import-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (file && !take.isPending) take.mutate({ chosen: file, keep: false, skip: false });
          }}
        >
          <Select
            label={t('import.what')}
            allowDeselect={false}
            value={list}
            onChange={(value) => {
              setList(value as SheetList);
              take.reset();
            }}
            data={lists.map((value) => ({ value, label: t(`sheets.list.${value}`) }))}
          />
          <div className="fb-import-export">
            <span>{t('sheets.template')}</span>
            <ExportButtons path={list} name={name} />
          </div>
          <FileInput
            label={t('import.file')}
            description={t('sheets.about')}
            placeholder={t('import.choose')}
            accept=".csv,.tsv,.txt,.xlsx"
            value={file}
            onChange={(chosen) => {
              setFile(chosen);
              take.reset();
            }}
            clearable
            clearButtonProps={{ 'aria-label': t('import.clear') }}
          />
          <Button type="submit" disabled={!file} loading={take.isPending}>
            {t('import.check')}
          </Button>
          {take.isError && (
            <Alert color="red" role="alert" title={t('import.upload_failed')}>
              {problemText(take.error, t)}
            </Alert>
          )}
        </form>
      </div>
      {answer && file ? (
        <Outcome
          answer={answer}
          name={`${name} · ${file.name}`}
          busy={take.isPending}
          onKeep={() => take.mutate({ chosen: file, keep: true, skip: answer.refused > 0 })}
        />
      ) : (
        <div className="fb-import-empty">
          <p>{t('import.hint')}</p>
        </div>
      )}
    </div>
  );
}

function Outcome({
  answer,
  name,
  busy,
  onKeep,
}: {
  answer: SheetAnswer;
  name: string;
  busy: boolean;
  onKeep: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const changed = answer.created + answer.updated;
  return (
    <section className="fb-import-batch" aria-labelledby="sheet-outcome">
      <div className="fb-import-head">
        <h2 id="sheet-outcome">{name}</h2>
        <p className="fb-dim" role="status">
          {t(answer.dry_run ? 'import.state.ready' : 'import.state.committed')}
        </p>
        <dl className="fb-import-counts">
          {(['created', 'updated', 'unchanged', 'refused'] as const).map((count) => (
            <div key={count} data-bad={(count === 'refused' && answer.refused > 0) || undefined}>
              <dt>{t(`import.count.${count === 'refused' ? 'bad_rows' : count}`)}</dt>
              <dd>{format.count(answer[count])}</dd>
            </div>
          ))}
        </dl>
        {answer.unknown_columns.length > 0 && (
          <p className="fb-dim">{t('sheets.passed_over', { columns: answer.unknown_columns.join(', ') })}</p>
        )}
        {answer.dry_run && changed > 0 && (
          <div className="fb-actions">
            <Button color="teal.9" loading={busy} onClick={onKeep}>
              {t('import.commit', { count: changed })}
            </Button>
            {answer.refused > 0 && (
              <span className="fb-dim">{t('sheets.without', { count: answer.refused })}</span>
            )}
          </div>
        )}
        {answer.dry_run && changed === 0 && answer.refused === 0 && (
          <p className="fb-dim">{t('import.no_changes')}</p>
        )}
      </div>
      {answer.faults.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reached by the keyboard
        <section className="fb-sheet-faults" tabIndex={0} aria-label={t('import.tab.faults')}>
          <ul>
            {answer.faults.map((fault) => (
              <li key={`${fault.line}:${fault.field}:${fault.code}`}>
                <strong>{fault.column ?? fault.field ?? t('sheets.row')}</strong>{' '}
                <span className="fb-dim">{t('import.line', { line: fault.line })}</span>{' '}
                {t(`import.fault.${fault.code}`, { defaultValue: fault.code })}
              </li>
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}
