// A page of records as a table: the row that is open, the pages before and after, and what to do where nothing is
// there. Owns no request and no address.
import { Alert, Button, Group } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import type { Page } from '../api/trade';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { pageBefore, pageNumber, SHOWN, stepTo } from './records';

export interface Column<Row> {
  key: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand at the right. */
  num?: boolean;
  /** Left out where there is little room. */
  minor?: boolean;
}

export function RecordList<Row extends { id: number }>({
  label,
  page,
  at,
  limit = SHOWN,
  columns,
  open,
  table,
  empty,
  onOpen,
  onPage,
}: {
  label: string;
  page: UseQueryResult<Page<Row>>;
  at: string | undefined;
  limit?: number;
  /** The first opens the row, and by its words the row is known. */
  columns: readonly [Column<Row>, ...Column<Row>[]];
  open: number | undefined;
  table: RefObject<HTMLTableElement | null>;
  empty: ReactNode;
  onOpen: (row: Row) => void;
  onPage: (at: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const rows = page.data?.items;
  const box = useRef<HTMLDivElement>(null);
  // Another page begins at its top.
  useEffect(() => {
    box.current?.scrollTo({ top: 0 });
  }, [at]);
  if (page.isError && !rows) return <Failed page={page} at={at} onFirst={() => onPage(undefined)} />;
  if (!rows) return <Waiting />;
  const [first, ...others] = columns;
  return (
    <>
      <div className="fb-rec-scroll" ref={box} aria-busy={page.isPlaceholderData}>
        {page.isError && <Failed page={page} at={at} onFirst={() => onPage(undefined)} />}
        {rows.length === 0 ? (
          <div className="fb-rec-empty">{empty}</div>
        ) : (
          <table ref={table} className="fb-rec-table" aria-label={label}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th
                    key={column.key}
                    scope="col"
                    data-num={column.num || undefined}
                    data-minor={column.minor || undefined}
                  >
                    {column.head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                // For the mouse; the button in its first cell is for the keyboard.
                <tr
                  key={row.id}
                  data-id={row.id}
                  data-open={row.id === open || undefined}
                  onClick={() => {
                    if (!getSelection()?.toString()) onOpen(row);
                  }}
                >
                  <th scope="row">
                    <button
                      type="button"
                      className="fb-rec-open"
                      aria-current={row.id === open || undefined}
                      onClick={(event) => {
                        event.stopPropagation();
                        onOpen(row);
                      }}
                    >
                      {first.cell(row)}
                    </button>
                  </th>
                  {others.map((column) => (
                    <td
                      key={column.key}
                      data-num={column.num || undefined}
                      data-minor={column.minor || undefined}
                    >
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <Pager page={page} at={at} limit={limit} onPage={onPage} />
      <span className="fb-hidden" role="status">
        {page.isSuccess && !page.isPlaceholderData ? t('records.read', { count: rows.length }) : ''}
      </span>
    </>
  );
}

/** A cursor that is no more, or of other filters: the first page is always there. */
function Failed({
  page,
  at,
  onFirst,
}: {
  page: { error: unknown; refetch: () => unknown };
  at: string | undefined;
  onFirst: () => void;
}) {
  const { t } = useTranslation();
  const lost = at !== undefined && page.error instanceof Problem && [400, 410].includes(page.error.status);
  return (
    <Alert color="red" m="md" role="alert" title={t('records.failed')}>
      <p className="fb-rec-p">{lost ? t('records.page_gone') : problemText(page.error, t)}</p>
      <Button size="xs" variant="light" color="red" onClick={() => (lost ? onFirst() : void page.refetch())}>
        {lost ? t('records.first_page') : t('app.retry')}
      </Button>
    </Alert>
  );
}

function Pager<Row>({
  page,
  at,
  limit,
  onPage,
}: {
  page: UseQueryResult<Page<Row>>;
  at: string | undefined;
  limit: number;
  onPage: (at: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const next = page.isPlaceholderData ? null : (page.data?.next_cursor ?? null);
  const count = page.data?.items.length ?? 0;
  if (at === undefined && next === null && !page.isPlaceholderData)
    return count === 0 ? null : (
      <p className="fb-rec-pager">{t('records.all', { count, shown: format.count(count) })}</p>
    );
  const number = pageNumber(at);
  const first = number === undefined ? undefined : (number - 1) * limit + 1;
  return (
    <nav className="fb-rec-pager" aria-label={t('records.pages')}>
      <span>
        {first !== undefined &&
          count > 0 &&
          t('records.rows', { first: format.count(first), last: format.count(first + count - 1) })}
      </span>
      <Group gap={4} wrap="nowrap">
        {at !== undefined && number !== 2 && (
          <Button size="compact-sm" variant="subtle" onClick={() => onPage(undefined)}>
            {t('records.first_page')}
          </Button>
        )}
        {(at === undefined || number !== undefined) && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={at === undefined}
            leftSection={<IconChevronLeft size={16} aria-hidden="true" />}
            onClick={() => at !== undefined && onPage(pageBefore(at))}
          >
            {t('records.before')}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="default"
          disabled={next === null}
          rightSection={<IconChevronRight size={16} aria-hidden="true" />}
          onClick={() => {
            if (next === null) return;
            stepTo(next, at);
            onPage(next);
          }}
        >
          {t('records.after')}
        </Button>
      </Group>
    </nav>
  );
}
