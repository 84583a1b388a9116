// People from a spreadsheet: pasted or a file, read at once, and every row with what it would make or what is wrong.
import { Button, FileButton, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../api/types';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { unitsQuery } from '../org_units/units';
import { LANGUAGES, ROLES } from '../users/users';
import { repsQuery } from './CodesPage';
import { type Person, type Row, rowsOf } from './people';
import { COLUMNS, tableOf, textOf } from './table';

/** A spreadsheet's own file begins so: it is no text. */
const ZIP = 'PK\u0003\u0004';
const SHOWN_MAX = 200;

export function TableOfPeople({
  rights,
  onRead,
}: {
  rights: Rights;
  onRead: (people: readonly Person[]) => void;
}) {
  const { t, i18n } = useTranslation();
  const reps = useQuery(repsQuery);
  const units = useQuery(unitsQuery);
  const [text, setText] = useState('');
  const table = useMemo(() => tableOf(text), [text]);
  const known = reps.data && units.data;
  const rows = useMemo(
    () =>
      reps.data && units.data
        ? rowsOf(table.lines, {
            reps: reps.data,
            units: units.data,
            roles: ROLES.map((one) => [one, t(`role.${one}.name`)] as const),
            languages: LANGUAGES.map((one) => [one, t(`records.language.${one}`)] as const),
            mayUsers: has(rights, 'manage_users'),
          })
        : [],
    [table, reps.data, units.data, rights, t],
  );
  const good = useMemo(() => rows.filter(({ faults }) => faults.length === 0), [rows]);
  useEffect(() => onRead(good.map(({ person }) => person)), [good, onRead]);
  const bad = rows.length - good.length;
  const failed = reps.error ?? units.error;
  const zip = text.startsWith(ZIP);
  return (
    <div className="fb-codes-table">
      <p>{t('codes.table_how')}</p>
      <p className="fb-dim">
        {COLUMNS.map((column) => `${t(`codes.column.${column}`)} (${column})`).join(' · ')}
      </p>
      <Textarea
        label={t('codes.paste')}
        autosize
        minRows={4}
        maxRows={10}
        spellCheck={false}
        placeholder={'code\tname\tunit\tlogin'}
        classNames={{ input: 'fb-codes-paste' }}
        value={zip ? '' : text}
        error={
          zip ? t('codes.not_text') : text.trim() !== '' && !table.headed ? t('codes.no_headings') : undefined
        }
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="fb-rec-acts">
        <FileButton
          accept=".csv,.tsv,.txt"
          onChange={(file) => {
            void file
              ?.arrayBuffer()
              .then((bytes) => setText(textOf(new Uint8Array(bytes), i18n.language as Language)));
          }}
        >
          {(props) => (
            <Button {...props} size="xs" variant="default">
              {t('codes.load')}
            </Button>
          )}
        </FileButton>
        {text !== '' && (
          <Button size="xs" variant="subtle" onClick={() => setText('')}>
            {t('codes.empty_table')}
          </Button>
        )}
      </div>
      {failed && <p role="alert">{problemText(failed, t)}</p>}
      <div role="status">
        {known && rows.length > 0 && (
          <p>
            <strong>{t('codes.rows_good', { count: good.length })}</strong>
            {bad > 0 && <span className="fb-codes-bad"> {t('codes.rows_bad', { count: bad })}</span>}
          </p>
        )}
        {table.headed && table.unknown.length > 0 && (
          <p className="fb-dim">{t('codes.unknown_columns', { names: table.unknown.join(', ') })}</p>
        )}
      </div>
      {rows.length > 0 && <Preview rows={rows} />}
    </div>
  );
}

/** Bad rows first: they are what there is to do. */
function Preview({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation();
  const sorted = rows.toSorted((a, b) => Number(b.faults.length > 0) - Number(a.faults.length > 0));
  return (
    <>
      <table className="fb-codes-rows" aria-label={t('codes.preview')}>
        <tbody>
          {sorted.slice(0, SHOWN_MAX).map(({ person, faults }) => (
            <tr key={person.key} data-bad={faults.length > 0 || undefined}>
              <td className="fb-dim">{t('codes.line', { line: person.line })}</td>
              <th scope="row">
                {person.name || '–'}
                <span className="fb-dim"> {person.code || person.login}</span>
              </th>
              <td>
                {faults.length > 0 ? (
                  faults.map((one) => t(`codes.fault.${one}`)).join(' ')
                ) : (
                  <What person={person} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN_MAX && (
        <p className="fb-dim">{t('codes.more_rows', { count: rows.length - SHOWN_MAX })}</p>
      )}
    </>
  );
}

function What({ person }: { person: Person }) {
  const { t } = useTranslation();
  const what = [
    person.role === 'rep' && person.rep === undefined && t('codes.makes.rep'),
    person.login !== '' && t('codes.makes.login', { role: t(`role.${person.role}.name`) }),
    person.role === 'rep' && t('codes.makes.code'),
  ];
  return what.filter(Boolean).join(' · ');
}
