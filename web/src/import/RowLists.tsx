// Changes and faults by the ten thousand: only the rows in view exist, and pages come as they are reached.
import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Change, changes, type Fault, type FieldChange, faults } from './imports';

const ROW_PX = 58;

export function ChangeList({ id, seen }: { id: number; seen: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(changes(id, seen));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Rows query={query} rows={rows} label={t('import.tab.changes')} empty={t('import.no_changes')}>
      {(row: Change) => (
        <>
          <span className="fb-import-row-head">
            <span className="fb-import-action" data-action={row.action}>
              {t(`import.action.${row.action}`)}
            </span>
            <strong>{[row.code, row.outlet_code ?? row.part].filter(Boolean).join(' / ')}</strong>
            {row.line !== null && <span className="fb-dim">{t('import.line', { line: row.line })}</span>}
          </span>
          <span className="fb-import-row-text">
            {row.fields.map((change) => (
              <Field key={change.field} change={change} created={row.action === 'created'} />
            ))}
          </span>
        </>
      )}
    </Rows>
  );
}

function Field({ change, created }: { change: FieldChange; created: boolean }) {
  const { t } = useTranslation();
  const nothing = '∅';
  return (
    <span>
      <span className="fb-dim">{t(`import.field.${change.field}`, { defaultValue: change.field })}:</span>{' '}
      {!created && (
        <>
          <del>{change.from ?? nothing}</del> →{' '}
        </>
      )}
      {change.to ?? nothing}{' '}
    </span>
  );
}

export function FaultList({ id, seen }: { id: number; seen: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(faults(id, seen));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Rows query={query} rows={rows} label={t('import.tab.faults')} empty={t('import.no_faults')}>
      {(row: Fault) => (
        <>
          <span className="fb-import-row-head">
            <span className="fb-import-action" data-action={row.severity}>
              {t(`import.severity.${row.severity}`)}
            </span>
            <strong>
              {row.heading ?? row.field} {row.value && `“${row.value}”`}
            </strong>
            <span className="fb-dim">
              {t('import.line', { line: row.line })}
              {row.cell ? ` · ${row.cell}` : ''}
            </span>
          </span>
          <span className="fb-import-row-text">
            {t(`import.fault.${row.code}`, { defaultValue: row.text })}
          </span>
        </>
      )}
    </Rows>
  );
}

function Rows<T extends { position: number }>({
  query,
  rows,
  label,
  empty,
  children,
}: {
  query: UseInfiniteQueryResult;
  rows: T[];
  label: string;
  empty: string;
  children: (row: T) => ReactNode;
}) {
  const box = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (last >= rows.length - 1 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (query.isSuccess && rows.length === 0) return <p className="fb-import-none">{empty}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reached by the keyboard
    <section className="fb-import-rows" ref={box} tabIndex={0} aria-label={label}>
      <ul style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]!;
          return (
            <li
              key={row.position}
              style={{ transform: `translateY(${item.start}px)`, height: ROW_PX }}
              aria-setsize={hasNextPage ? -1 : rows.length}
              aria-posinset={item.index + 1}
            >
              {children(row)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
