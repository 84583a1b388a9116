// The exceptions as a list: only the rows in view exist, so that a thousand scroll like ten.
import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { useFormat } from '../format/useFormat';
import { SeverityMark } from './ExceptionMark';
import type { FieldException } from './exceptions';
import { useEvidence } from './useEvidence';

const ROW_PX = 74;

export function ExceptionList({
  rows,
  focused,
  selected,
  onFocus,
  onToggle,
}: {
  rows: readonly FieldException[];
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
      <ul style={{ height: virtual.getTotalSize() }} aria-label={t('exceptions.list')}>
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
                aria-label={t('exceptions.select', {
                  what: t(`exceptions.kind.${row.kind}`),
                  rep: row.rep_name,
                })}
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
  row: FieldException;
  current: boolean;
  onFocus: (id: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const evidence = useEvidence();
  return (
    <button
      type="button"
      data-exception={row.id}
      onClick={() => onFocus(row.id)}
      aria-current={current || undefined}
    >
      <span className="fb-review-row-head">
        <strong className="fb-exception-kind">
          <SeverityMark severity={row.severity} />
          {t(`exceptions.kind.${row.kind}`)}
        </strong>
        <span className="fb-dim">
          {row.date === format.dateAt(serverNow()) ? '' : `${format.day(row.date)}, `}
          {format.clock(row.opened_at)}
        </span>
      </span>
      <span className="fb-review-row-head">
        <span>
          {row.rep_name} · {row.rep_code}
        </span>
        <span className="fb-dim">{row.state === 'open' ? '' : t(`exceptions.state.${row.state}`)}</span>
      </span>
      <span className="fb-exception-why fb-dim">{evidence(row)}</span>
    </button>
  );
}
