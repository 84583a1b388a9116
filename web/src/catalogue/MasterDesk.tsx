// A kind of the catalogue: the list with its search at the left, one of it beside, shown or edited.
import { Alert, Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { inWords, type Words } from '../i18n/words';
import { filePath, type Kind, listOf, type Masters, oneOf } from './catalogue';

const SEARCH_AFTER_MS = 250;

/** What a kind shows of its own. */
export interface Panels<K extends Kind> {
  /** Under the name in the list. */
  line: (row: Masters[K]) => ReactNode;
  facts: (row: Masters[K]) => ReactNode;
  form: (props: {
    was: Masters[K] | undefined;
    onSaved: (row: Masters[K]) => void;
    onCancel: () => void;
  }) => ReactNode;
}

export function MasterDesk<K extends Kind>({
  kind,
  panels,
  may,
  q,
  id,
  onSearch,
  onPick,
}: {
  kind: K;
  panels: Panels<K>;
  may: boolean;
  q: string;
  /** What is looked at; `new` is being made. */
  id: number | 'new' | undefined;
  onSearch: (q: string) => void;
  onPick: (id: number | 'new' | undefined) => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(q);
  const search = useDebouncedCallback(onSearch, SEARCH_AFTER_MS);
  const list = useInfiniteQuery(listOf(kind, q));
  const rows = (list.data?.pages ?? []).flatMap((page) => page.items) as Masters[K][];
  return (
    <div className="fb-plans-two fb-cat-two" data-picked={id !== undefined || undefined}>
      <div className="fb-plans-list">
        <div className="fb-cat-head">
          <TextInput
            type="search"
            aria-label={t('catalogue.find')}
            placeholder={t('catalogue.find')}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              search(event.currentTarget.value.trim());
            }}
          />
          {may && <Button onClick={() => onPick('new')}>{t(`catalogue.new.${kind}`)}</Button>}
          <ExportButtons path={filePath(kind, q)} name={t(`catalogue.tab.${kind}`)} />
        </div>
        {list.isPending && <Waiting />}
        {list.isError && rows.length === 0 && (
          <Alert color="red" m="md" role="alert">
            {problemText(list.error, t)}
          </Alert>
        )}
        {list.isSuccess && rows.length === 0 && (
          <p className="fb-dim">{q ? t('catalogue.nothing_found') : t(`catalogue.empty.${kind}`)}</p>
        )}
        <ul aria-label={t(`catalogue.tab.${kind}`)}>
          {rows.map((row) => (
            <li key={row.id} data-focused={row.id === id || undefined} data-code={row.code}>
              <button type="button" aria-current={row.id === id || undefined} onClick={() => onPick(row.id)}>
                <span className="fb-cat-name">
                  <strong>
                    <Name of={row.name} />
                  </strong>{' '}
                  <Inactive row={row} />
                </span>
                <span className="fb-dim">
                  {row.code} · {panels.line(row)}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {list.hasNextPage && (
          <Button
            variant="subtle"
            fullWidth
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('catalogue.more')}
          </Button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and may hold nothing else to reach by keyboard */}
      <section className="fb-cat-detail" tabIndex={0} aria-label={t('catalogue.detail')}>
        {id === 'new' && may ? (
          <>
            <h2>{t(`catalogue.new.${kind}`)}</h2>
            {panels.form({
              was: undefined,
              onSaved: (row) => onPick(row.id),
              onCancel: () => onPick(undefined),
            })}
          </>
        ) : typeof id === 'number' ? (
          <One key={id} kind={kind} id={id} panels={panels} may={may} onBack={() => onPick(undefined)} />
        ) : (
          <p className="fb-dim">{t('catalogue.pick')}</p>
        )}
      </section>
    </div>
  );
}

function One<K extends Kind>({
  kind,
  id,
  panels,
  may,
  onBack,
}: {
  kind: K;
  id: number;
  panels: Panels<K>;
  may: boolean;
  onBack: () => void;
}) {
  const { t } = useTranslation();
  const query = useQuery(oneOf(kind, id));
  const [editing, setEditing] = useState(false);
  const row = query.data as Masters[K] | undefined;
  if (query.isError && !row)
    return (
      <Alert color="red" role="alert">
        {problemText(query.error, t)}
      </Alert>
    );
  if (!row) return <Waiting />;
  return (
    <>
      <div className="fb-cat-title">
        <h2>
          <Name of={row.name} /> <Inactive row={row} />
        </h2>
        {may && !editing && (
          <Button size="xs" variant="default" onClick={() => setEditing(true)}>
            {t('catalogue.edit')}
          </Button>
        )}
        <Button size="xs" variant="subtle" color="gray" className="fb-cat-back" onClick={onBack}>
          {t('catalogue.to_list')}
        </Button>
      </div>
      <p className="fb-dim">
        {row.code} · {t('catalogue.version', { version: row.version })}
      </p>
      {editing
        ? panels.form({
            was: row,
            onSaved: () => setEditing(false),
            onCancel: () => setEditing(false),
          })
        : panels.facts(row)}
    </>
  );
}

function Inactive({ row }: { row: { active: boolean } }) {
  const { t } = useTranslation();
  return row.active ? null : <span className="fb-cat-tag">{t('catalogue.inactive')}</span>;
}

function Name({ of }: { of: string | Words }) {
  const { i18n } = useTranslation();
  return typeof of === 'string' ? of : inWords(of, i18n.language);
}
