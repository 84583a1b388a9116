// The visits in doubt as a list: only the rows in view exist, so that a thousand scroll like ten.
import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { VisitSummary } from '../api/types';
import { headline } from '../drawer/verdict_words';
import { useFormat } from '../format/useFormat';

const ROW_PX = 74;

export function ReviewList({
  rows,
  focused,
  selected,
  onFocus,
  onToggle,
}: {
  rows: readonly VisitSummary[];
  focused: string | undefined;
  selected: ReadonlySet<string>;
  onFocus: (id: string) => void;
  onToggle: (id: string) => void;
}) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  const at = rows.findIndex((row) => row.id === focused);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at);
  }, [at, virtual]);
  return (
    <div className="fb-review-list" ref={box}>
      <ul style={{ height: virtual.getTotalSize() }} aria-label={t('queue.list')}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]!;
          return (
            <li
              key={row.id}
              style={{ transform: `translateY(${item.start}px)`, height: ROW_PX }}
              data-focused={row.id === focused || undefined}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
            >
              <Checkbox
                aria-label={t('queue.select', { outlet: row.outlet?.name ?? t('visit.no_outlet') })}
                checked={selected.has(row.id)}
                onChange={() => onToggle(row.id)}
              />
              <Row row={row} current={row.id === focused} onFocus={onFocus} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Row({
  row,
  current,
  onFocus,
}: {
  row: VisitSummary;
  current: boolean;
  onFocus: (id: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const at = row.check_in_at ?? row.arrived_at;
  return (
    <button
      type="button"
      data-review={row.id}
      aria-current={current || undefined}
      onClick={() => onFocus(row.id)}
    >
      <span className="fb-review-row-head">
        <strong>{row.outlet?.name ?? t('visit.no_outlet')}</strong>
        <span className="fb-dim">
          {format.day(row.date)} {at ? format.clock(at) : ''}
        </span>
      </span>
      <span className="fb-review-row-why">
        {row.appeal?.open ? <em>{t('queue.appeal', { reason: row.appeal.reason })}</em> : headline(row, t)}
      </span>
      <span className="fb-dim">
        {row.rep_name} · {format.duration(row.dwell_s)}
        {row.order_total_minor !== null && row.currency
          ? ` · ${format.money(row.order_total_minor, row.currency)}`
          : ''}
      </span>
    </button>
  );
}
