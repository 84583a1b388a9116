// The rep list: the map's equal for the keyboard and for screen readers. Only the visible rows are in the document.
import { Alert, Button, CloseButton, Kbd, Skeleton, TextInput, UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconSearch } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useImperativeHandle, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardRow } from '../api/types';
import { StatusMark } from '../app/glyphs';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { RepRow } from './RepRow';
import { countRows, FILTERS, type Filter, passes, type Row, searchRows } from './rows';
import './board.css';

const ROW_PX = 76;

interface Props {
  ref: Ref<{ move(by: number): void; search(): void }>;
  rows: readonly Row[];
  query: UseQueryResult<BoardRow[]>;
  filter: Filter;
  text: string;
  selected: number | undefined;
  onFilter: (filter: Filter | undefined) => void;
  onText: (text: string) => void;
  onPick: (rep: number) => void;
}

export function RepList({ ref, rows, query, filter, text, selected, onFilter, onText, onPick }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const scroller = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const counts = useMemo(() => countRows(rows), [rows]);
  const shown = useMemo(
    () => searchRows(rows, text).filter((row) => passes(row, filter)),
    [rows, text, filter],
  );
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    getItemKey: (i) => shown[i]!.id,
  });

  const focusRow = (index: number) => {
    virtual.scrollToIndex(index);
    // The row may only now be drawn.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        scroller.current
          ?.querySelector<HTMLElement>(`[data-index="${index}"] button`)
          ?.focus({ preventScroll: true }),
      ),
    );
  };

  useImperativeHandle(ref, () => ({
    search: () => {
      input.current?.focus();
      input.current?.select();
    },
    move: (by) => {
      if (shown.length === 0) return;
      const focused = document.activeElement?.closest<HTMLElement>('[data-index]')?.dataset.index;
      const from =
        focused !== undefined
          ? Number(focused)
          : shown.findIndex((row) => row.id === selected) - (selected === undefined && by > 0 ? 0 : 0);
      focusRow(Math.max(0, Math.min(shown.length - 1, from + by)));
    },
  }));

  return (
    <aside className="fb-list" aria-label={t('list.title')}>
      <div className="fb-list-head">
        <TextInput
          ref={input}
          type="search"
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' && shown.length) {
              event.preventDefault();
              focusRow(0);
            }
            if (event.key === 'Enter' && shown[0]) onPick(shown[0].id);
          }}
          placeholder={t('list.search')}
          aria-label={t('list.search')}
          leftSection={<IconSearch size={17} />}
          rightSection={
            text ? (
              <CloseButton size="sm" aria-label={t('list.clear')} onClick={() => onText('')} />
            ) : (
              <Kbd size="xs" className="fb-wide-only" aria-hidden="true">
                /
              </Kbd>
            )
          }
        />
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these buttons filter a list */}
        <div className="fb-chips" role="group" aria-label={t('list.filter')}>
          {FILTERS.filter((f) => f === 'all' || f === 'exceptions' || counts[f] > 0 || f === filter).map(
            (f) => (
              <UnstyledButton
                key={f}
                className="fb-chip"
                aria-pressed={f === filter}
                data-filter={f}
                onClick={() => onFilter(f === 'all' || f === filter ? undefined : f)}
              >
                {f !== 'all' && f !== 'exceptions' && <StatusMark status={f} size={14} />}
                {f === 'exceptions' && <span className="fb-bang" aria-hidden="true" />}
                {t(`filter.${f}`)} <b>{format.count(counts[f])}</b>
              </UnstyledButton>
            ),
          )}
        </div>
      </div>
      <div className="fb-rows" ref={scroller} aria-busy={query.isPending}>
        {query.isPending && (
          <div className="fb-rows-wait">
            {Array.from({ length: 8 }, (_, i) => (
              <Skeleton key={i} h={56} radius="md" />
            ))}
          </div>
        )}
        {query.isError && rows.length === 0 && (
          <Alert color="red" icon={<IconAlertCircle />} title={t('list.failed')} m="sm" role="alert">
            {problemText(query.error, t)}
            <Button mt="sm" size="xs" variant="light" color="red" onClick={() => void query.refetch()}>
              {t('app.retry')}
            </Button>
          </Alert>
        )}
        {query.isSuccess && rows.length === 0 && (
          <div className="fb-empty">
            <strong>{t('list.none')}</strong>
            <span>{t('list.none_do')}</span>
          </div>
        )}
        {rows.length > 0 && shown.length === 0 && (
          <div className="fb-empty">
            <strong>{t('list.no_match')}</strong>
            <Button
              size="xs"
              variant="light"
              onClick={() => {
                onText('');
                onFilter(undefined);
              }}
            >
              {t('list.show_all')}
            </Button>
          </div>
        )}
        {shown.length > 0 && (
          // biome-ignore lint/a11y/useSemanticElements: positioned rows cannot be a <ul>'s flow
          <div role="list" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {virtual.getVirtualItems().map((item) => {
              const row = shown[item.index]!;
              return (
                // biome-ignore lint/a11y/useSemanticElements: see the list above
                <div
                  key={row.id}
                  role="listitem"
                  data-index={item.index}
                  aria-setsize={shown.length}
                  aria-posinset={item.index + 1}
                  className="fb-row-slot"
                  style={{ height: ROW_PX, transform: `translateY(${item.start}px)` }}
                >
                  <RepRow row={row} selected={row.id === selected} onPick={onPick} />
                </div>
              );
            })}
          </div>
        )}
      </div>
    </aside>
  );
}
