// Rows to pick from, one focused, any number selected: only those in view exist, so that a thousand scroll like
// ten. Says nothing of what a row holds.
import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';

const ROW_PX = 74;

export function PickList<Row extends { id: string }>({
  label,
  rows,
  focused,
  selected,
  onToggle,
  selectLabel,
  after,
  children,
}: {
  label: string;
  rows: readonly Row[];
  focused: string | undefined;
  /** Together with the two below; without them rows are only looked at. */
  selected?: ReadonlySet<string>;
  onToggle?: (id: string) => void;
  selectLabel?: (row: Row) => string;
  /** What stands below the last row. */
  after?: ReactNode;
  children: (row: Row, current: boolean) => ReactNode;
}) {
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
      <ul style={{ height: virtual.getTotalSize() }} aria-label={label}>
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
              {selected && onToggle && (
                <Checkbox
                  aria-label={selectLabel?.(row)}
                  checked={selected.has(row.id)}
                  onChange={() => onToggle(row.id)}
                />
              )}
              {children(row, row.id === focused)}
            </li>
          );
        })}
      </ul>
      {after}
    </div>
  );
}
