// What every list of records is worked at with: search and filters above, the table, and what is open beside it. The
// address holds all of it; keys do what the mouse does.
import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Page } from '../api/trade';
import { useStillOn } from '../app/useStillOn';
import { useShortcuts } from '../pages/useShortcuts';
import { RecordKeys } from './RecordKeys';
import { type Column, RecordList } from './RecordList';
import { ASK_AFTER_MS, pageBefore, type RecordSearch, stepTo } from './records';

export type Go<S extends RecordSearch> = (change: Partial<S>, how?: { replace: boolean }) => void;

export interface DeskProps<Row extends { id: number }, S extends RecordSearch> {
  label: string;
  page: UseQueryResult<Page<Row>>;
  limit?: number;
  search: S;
  go: Go<S>;
  columns: readonly [Column<Row>, ...Column<Row>[]];
  /** What the search looks in; absent where a list has no search. */
  find?: string;
  filters?: ReactNode;
  /** Files, saved views. */
  tools?: ReactNode;
  /** What a new one is called; absent where the role makes none. */
  fresh?: string;
  /** Whether anything narrows the list: then it is no wonder that nothing is there. */
  narrowed: boolean;
  empty: string;
  /** What is open. */
  aside?: ReactNode;
  /** What stands beside the list while nothing is open. */
  beside?: ReactNode;
}

export function RecordDesk<Row extends { id: number }, S extends RecordSearch>(props: DeskProps<Row, S>) {
  const { t } = useTranslation();
  const { search, go, page } = props;
  const table = useRef<HTMLTableElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const [help, setHelp] = useState(false);
  const open = search.id !== undefined || search.act !== undefined;
  const buttons = () => [...(table.current?.querySelectorAll<HTMLButtonElement>('.fb-rec-open') ?? [])];
  const move = (by: number) => {
    const all = buttons();
    const here = all.indexOf(document.activeElement as HTMLButtonElement);
    const at = here >= 0 ? here : all.findIndex((button) => button.getAttribute('aria-current'));
    all[Math.min(all.length - 1, Math.max(0, at + by))]?.focus();
  };
  const close = () => go({ id: undefined, act: undefined } as Partial<S>);
  const turn = (at: string | undefined) => go({ at, id: undefined, act: undefined } as Partial<S>);
  useShortcuts({
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    j: () => move(1),
    k: () => move(-1),
    ']': () => {
      const next = page.isPlaceholderData ? null : page.data?.next_cursor;
      if (!next) return;
      stepTo(next, search.at);
      turn(next);
    },
    '[': () => search.at !== undefined && turn(pageBefore(search.at)),
    '/': () => box.current?.focus(),
    '?': () => setHelp(true),
    n: () => props.fresh !== undefined && go({ id: undefined, act: 'new' } as Partial<S>),
    Escape: () => {
      // Out of a field first: what is typed must not be lost to one key.
      const field = document.activeElement?.closest<HTMLElement>('input, textarea, select');
      if (field) field.blur();
      else if (search.id !== undefined && search.act !== undefined) go({ act: undefined } as Partial<S>);
      else if (open) close();
    },
  });
  // Where one was closed, the keyboard is at its row again.
  const was = useRef(search.id);
  useEffect(() => {
    const left = was.current;
    was.current = search.id;
    if (left !== undefined && search.id === undefined)
      table.current?.querySelector<HTMLElement>(`[data-id="${left}"] .fb-rec-open`)?.focus();
  }, [search.id]);
  return (
    <div
      className="fb-rec-desk"
      data-open={open || undefined}
      data-beside={props.beside !== undefined || undefined}
    >
      <section className="fb-rec-list" aria-label={props.label}>
        <div className="fb-rec-tools">
          {props.find !== undefined && (
            <Search
              box={box}
              label={props.find}
              value={search.q ?? ''}
              onSearch={(q) => go({ q, at: undefined } as Partial<S>, { replace: true })}
            />
          )}
          {props.filters}
          <span className="fb-rec-tools-end">
            {props.tools}
            {props.fresh !== undefined && (
              <Button
                size="xs"
                leftSection={<IconPlus size={16} aria-hidden="true" />}
                onClick={() => go({ id: undefined, act: 'new' } as Partial<S>)}
              >
                {props.fresh}
              </Button>
            )}
          </span>
        </div>
        <RecordList
          label={props.label}
          page={page}
          at={search.at}
          limit={props.limit}
          columns={props.columns}
          open={search.id}
          table={table}
          empty={
            props.narrowed ? (
              <>
                <p>{t('records.nothing_found')}</p>
                <Button size="xs" variant="default" onClick={() => go(cleared(search))}>
                  {t('records.clear')}
                </Button>
              </>
            ) : (
              <p>{props.empty}</p>
            )
          }
          onOpen={(row) => go({ id: row.id, act: undefined } as Partial<S>)}
          onPage={turn}
        />
      </section>
      {open && props.aside !== undefined ? (
        <section className="fb-rec-aside" aria-label={t('records.detail')}>
          {props.aside}
        </section>
      ) : (
        props.beside
      )}
      {help && <RecordKeys fresh={props.fresh !== undefined} onClose={() => setHelp(false)} />}
    </div>
  );
}

/** Everything that narrows the list taken away. */
const cleared = <S extends RecordSearch>(search: S): Partial<S> =>
  Object.fromEntries(Object.keys(search).map((name) => [name, undefined])) as Partial<S>;

function Search({
  box,
  label,
  value,
  onSearch,
}: {
  box: React.RefObject<HTMLInputElement | null>;
  label: string;
  value: string;
  onSearch: (q: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(value);
  const router = useRouter();
  const [path] = useState(() => router.latestLocation.pathname);
  const isHere = useStillOn(path);
  const ask = useDebouncedCallback((text: string) => {
    if (isHere()) onSearch(text.trim() || undefined);
  }, ASK_AFTER_MS);
  // A view that is applied, or a step back, changes the address without anything being typed.
  const told = useRef(value);
  useEffect(() => {
    if (told.current !== value && document.activeElement !== box.current) setTyped(value);
    told.current = value;
  }, [value, box]);
  return (
    <TextInput
      ref={box}
      type="search"
      size="xs"
      className="fb-rec-search"
      aria-label={label}
      placeholder={label}
      aria-keyshortcuts="/"
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        ask(event.currentTarget.value);
      }}
    />
  );
}
