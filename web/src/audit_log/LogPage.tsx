// Who looked at or changed what, newest first: filtered by what was done and to which object.
import { Autocomplete, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { userNames } from '../api/queries';
import { Facts } from '../catalogue/Facts';
import { useFormat } from '../format/useFormat';
import { DetailHead } from '../records/Detail';
import { RecordsFrame } from '../records/Frame';
import { RecordDesk } from '../records/RecordDesk';
import { ASK_AFTER_MS, useRecordPage } from '../records/records';
import { SavedViews } from '../saved_views/SavedViews';
import {
  ACTIONS,
  actionParts,
  asked,
  differences,
  type LogEntry,
  type LogSearch,
  placeOf,
  remarks,
  valueText,
} from './log';

const route = getRouteApi('/admin/audit-log');
/** Offered at once; typing finds the others. */
const USERS_SHOWN = 50;

export function LogPage() {
  return (
    <RecordsFrame page="admin" tab="log">
      {() => <Log />}
    </RecordsFrame>
  );
}

function Log() {
  const { t } = useTranslation();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/admin/audit-log' });
  const words = useActionWords();
  const go = (change: Partial<LogSearch>, how = { replace: false }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), ...how });
  const narrow = (change: Partial<LogSearch>) =>
    go({ ...change, at: undefined, id: undefined }, { replace: true });
  const filters = asked(search, format.dayBounds);
  const page = useRecordPage<LogEntry>('audit-log', filters, search.at);
  const users = useQuery(userNames).data ?? [];
  const one = page.data?.items.find(({ id }) => id === search.id);
  return (
    <RecordDesk<LogEntry, LogSearch>
      label={t('records.tab.log')}
      page={page}
      search={search}
      go={go}
      columns={[
        {
          key: 'what',
          head: t('records.log_what'),
          cell: (row) => (
            <>
              <strong>{words(row.action)}</strong>
              <span className="fb-dim">{row.subject}</span>
            </>
          ),
        },
        { key: 'who', head: t('records.log_who'), cell: (row) => row.login ?? t('records.log_system') },
        { key: 'when', head: t('records.log_when'), cell: (row) => format.moment(row.recorded_at) },
      ]}
      filters={
        <>
          <Select
            size="xs"
            className="fb-rec-filter"
            aria-label={t('records.log_who')}
            placeholder={t('records.log_who')}
            searchable
            clearable
            openOnFocus={false}
            limit={USERS_SHOWN}
            nothingFoundMessage={t('records.nothing_found')}
            data={users.map(({ id, name, login }) => ({ value: String(id), label: `${name} (${login})` }))}
            value={search.user === undefined ? null : String(search.user)}
            onChange={(id) => narrow({ user: id === null ? undefined : Number(id) })}
          />
          <Typed
            label={t('records.log_action')}
            value={search.action}
            known={ACTIONS}
            onAsk={(action) => narrow({ action })}
          />
          <Typed
            label={t('records.log_subject')}
            placeholder="outlets/17"
            value={search.subject}
            onAsk={(subject) => narrow({ subject })}
          />
          {(['from', 'to'] as const).map((end) => (
            <TextInput
              key={end}
              size="xs"
              type="date"
              className="fb-rec-filter"
              aria-label={t(end === 'from' ? 'orders.since' : 'orders.until')}
              value={search[end] ?? ''}
              onChange={(event) => narrow({ [end]: event.currentTarget.value || undefined })}
            />
          ))}
        </>
      }
      tools={<SavedViews page="audit-log" />}
      narrowed={Object.values(filters).some((value) => value !== undefined)}
      empty={t('records.empty_read')}
      aside={
        one ? (
          <Entry key={one.id} entry={one} words={words} onOf={narrow} onClose={() => go({ id: undefined })} />
        ) : undefined
      }
    />
  );
}

/** Asked once the typing rests. */
function Typed({
  label,
  placeholder,
  value,
  known,
  onAsk,
}: {
  label: string;
  placeholder?: string;
  value: string | undefined;
  known?: readonly string[];
  onAsk: (text: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(value ?? '');
  useEffect(() => setTyped(value ?? ''), [value]);
  const ask = useDebouncedCallback((text: string) => onAsk(text.trim() || undefined), ASK_AFTER_MS);
  const type = (text: string) => {
    setTyped(text);
    ask(text);
  };
  const shared = { size: 'xs', className: 'fb-rec-filter', 'aria-label': label, value: typed } as const;
  return known ? (
    <Autocomplete {...shared} placeholder={label} data={[...known]} openOnFocus={false} onChange={type} />
  ) : (
    <TextInput
      {...shared}
      placeholder={`${label}: ${placeholder}`}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}

function Entry({
  entry,
  words,
  onOf,
  onClose,
}: {
  entry: LogEntry;
  words: (action: string) => string;
  onOf: (change: Partial<LogSearch>) => void;
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const changes = differences(entry.detail);
  const place = placeOf(entry.subject);
  const field = (name: string) =>
    i18n.exists(`records.log_field.${name}`) ? t(`records.log_field.${name}`) : name.replaceAll('_', ' ');
  const told = (value: unknown) =>
    typeof value === 'boolean' ? (value ? t('records.yes') : t('records.no')) : valueText(value);
  return (
    <>
      <DetailHead name={words(entry.action)} about={entry.action} onClose={onClose} />
      <div className="fb-rec-body">
        <Facts
          rows={[
            [t('records.log_who'), entry.login ?? t('records.log_system')],
            [t('records.log_when'), format.moment(entry.recorded_at)],
            [
              t('records.log_subject'),
              place ? (
                <Link to={place.to} search={{ id: place.id }} className="fb-link">
                  {entry.subject}
                </Link>
              ) : (
                entry.subject
              ),
            ],
            ...remarks(entry.detail).map(([name, value]) => [field(name), told(value)] as const),
          ]}
        />
        {changes.length > 0 && (
          <table className="fb-rec-diff">
            <thead>
              <tr>
                <th scope="col">{t('records.log_changed')}</th>
                <th scope="col">{t('records.log_before')}</th>
                <th scope="col">{t('records.log_after')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((row) => (
                <tr key={row.field}>
                  <th scope="row">{field(row.field)}</th>
                  <td>{told(row.before)}</td>
                  <td>{told(row.after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <ul className="fb-rec-lines">
          <li>
            <button
              type="button"
              className="fb-rec-link"
              onClick={() => onOf({ subject: entry.subject, action: undefined })}
            >
              {t('records.log_same_object')}
            </button>
          </li>
          <li>
            <button
              type="button"
              className="fb-rec-link"
              onClick={() => onOf({ action: entry.action, subject: undefined })}
            >
              {t('records.log_same_action')}
            </button>
          </li>
        </ul>
      </div>
    </>
  );
}

/** `users.change` as “User: changed”; what has no words is shown as it is. */
function useActionWords(): (action: string) => string {
  const { t, i18n } = useTranslation();
  return (action) => {
    const { noun, verb } = actionParts(action);
    const known =
      i18n.exists(`records.log_verb.${verb}`) && (!noun || i18n.exists(`records.log_noun.${noun}`));
    if (!known) return action;
    const done = t(`records.log_verb.${verb}`);
    return noun ? t('records.log_words', { noun: t(`records.log_noun.${noun}`), done }) : done;
  };
}
