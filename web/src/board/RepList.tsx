// The rep list: the map's equal for the keyboard and for screen readers. Only the visible rows are in the document.
import { Alert, Button, CloseButton, Kbd, Skeleton, TextInput, UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconAntennaBars2, IconAntennaBarsOff, IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type ReactNode, type Ref, useImperativeHandle, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusMark } from '../app/glyphs';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { SavedViews } from '../saved_views/SavedViews';
import { FilterBar } from './FilterBar';
import { type BoardSearch, HEARD, NO_FILTER, SHOWS, type Show } from './filters';
import { RepRow } from './RepRow';
import type { Board } from './useBoard';
import './board.css';

const ROW_PX = 76;
/** What of the address is no filter: whose day, and how the map is drawn. */
const LOOKED_AT = ['rep', 'order', 'date', 'still'] as const;

interface Props {
  ref: Ref<{ move(by: number): void; search(): void }>;
  board: Board;
  search: BoardSearch;
  today: string;
  selected: number | undefined;
  onFilter: (change: BoardSearch) => void;
  onPick: (rep: number) => void;
  /** What else can be done with who is shown. */
  tools?: ReactNode;
}

export const RepList = memo(function RepList({
  ref,
  board,
  search,
  today,
  selected,
  onFilter,
  onPick,
  tools,
}: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const { query, rows, shown } = board;
  const text = search.q ?? '';
  const onText = (q: string) => onFilter({ q: q || undefined });
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    getItemKey: (i) => shown[i]!.id,
  });

  const more = useMemo(
    () => (
      <>
        {tools}
        <SavedViews page="map" also={LOOKED_AT} />
      </>
    ),
    [tools],
  );
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
      const from = focused !== undefined ? Number(focused) : shown.findIndex((row) => row.id === selected);
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
        <FilterBar board={board} search={search} today={today} onFilter={onFilter}>
          {more}
        </FilterBar>
        <Chips board={board} search={search} onFilter={onFilter} />
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
            <Button size="xs" variant="light" onClick={() => onFilter(NO_FILTER)}>
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
                  <RepRow
                    row={row}
                    beat={board.beat}
                    by={search.by}
                    selected={row.id === selected}
                    onPick={onPick}
                  />
                </div>
              );
            })}
          </div>
        )}
      </div>
    </aside>
  );
});

/** One of what a rep does, and one of whether he is heard; what nobody does is not offered. */
const Chips = memo(function Chips({
  board: { counts, placed },
  search: { show, heard },
  onFilter,
}: Pick<Props, 'board' | 'search' | 'onFilter'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const shows = SHOWS.filter(
    (each) => each === 'attention' || each === show || (each !== 'working' && counts.shows[each] > 0),
  );
  const toggle = (each: Show) => onFilter({ show: each === show ? undefined : each });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these buttons filter a list
    <div className="fb-chips" role="group" aria-label={t('list.filter')}>
      <UnstyledButton
        className="fb-chip"
        aria-pressed={show === undefined && heard === undefined}
        data-filter="all"
        onClick={() => onFilter({ show: undefined, heard: undefined })}
      >
        {t('filter.all')} <b>{format.count(placed.length)}</b>
      </UnstyledButton>
      {shows.map((each) => (
        <UnstyledButton
          key={each}
          className="fb-chip"
          aria-pressed={each === show}
          data-filter={each}
          onClick={() => toggle(each)}
        >
          {each === 'attention' ? (
            <span className="fb-bang" aria-hidden="true" />
          ) : (
            each !== 'working' && <StatusMark status={each} size={14} />
          )}
          {t(`filter.${each}`)} <b>{format.count(counts.shows[each])}</b>
        </UnstyledButton>
      ))}
      {HEARD.filter((each) => counts.heard[each] > 0 || each === heard).map((each) => (
        <UnstyledButton
          key={each}
          className="fb-chip"
          aria-pressed={each === heard}
          data-filter={each}
          onClick={() => onFilter({ heard: each === heard ? undefined : each })}
        >
          {each === 'silent' ? <IconAntennaBarsOff size={14} /> : <IconAntennaBars2 size={14} />}
          {t(`filter.${each}`)} <b>{format.count(counts.heard[each])}</b>
        </UnstyledButton>
      ))}
    </div>
  );
});
