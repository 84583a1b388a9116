// Outlets to choose from as a list, by name, rep, class and channel: the same as a lasso for who has no pointer or no room
// for a map. What is done with them is the owner's.
import { Checkbox, Select, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fold } from '../format/format';
import { useShortcuts } from '../pages/useShortcuts';
import { ChooseAll, choosing } from '../territories/ChooseAll';

const ROW_PX = 58;

export interface ChooseRow {
  id: number;
  code: string;
  name: string;
  class: string;
  channel?: string | null;
  rep_id: number | null;
  locked: boolean;
}

export function ChooseList<Row extends ChooseRow>({
  rows,
  reps,
  chosen,
  onChoose,
  aside,
}: {
  rows: readonly Row[];
  reps: readonly { rep_id: number; rep_name: string }[];
  chosen: ReadonlySet<number>;
  onChoose: (chosen: ReadonlySet<number>) => void;
  /** What else is told of a row. */
  aside?: (row: Row) => ReactNode;
}) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const [rep, setRep] = useState<string | null>(null);
  const [grade, setGrade] = useState<string | null>(null);
  const [channel, setChannel] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => search.current?.focus() });
  const names = useMemo(() => new Map(reps.map((one) => [one.rep_id, one.rep_name])), [reps]);
  const classes = useMemo(() => [...new Set(rows.map((row) => row.class))].sort(), [rows]);
  const channels = useMemo(() => [...new Set(rows.flatMap((row) => row.channel ?? []))].sort(), [rows]);
  const shown = useMemo(() => {
    const wanted = fold(q.trim());
    return rows.filter(
      (row) =>
        (rep === null || String(row.rep_id ?? '') === rep) &&
        (grade === null || row.class === grade) &&
        (channel === null || row.channel === channel) &&
        (wanted === '' || fold(`${row.code} ${row.name}`).includes(wanted)),
    );
  }, [rows, rep, grade, channel, q]);
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  return (
    <>
      <div className="fb-choose-filters">
        <TextInput
          ref={search}
          size="xs"
          type="search"
          label={t('scenarios.search')}
          placeholder={t('scenarios.search_hint')}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        <Select
          size="xs"
          label={t('orders.rep')}
          placeholder={t('territories.any')}
          clearable
          searchable
          data={reps.map((one) => ({ value: String(one.rep_id), label: one.rep_name }))}
          value={rep}
          onChange={setRep}
        />
        <Select
          size="xs"
          label={t('territories.class')}
          placeholder={t('territories.any')}
          clearable
          data={classes}
          value={grade}
          onChange={setGrade}
        />
        {channels.length > 0 && (
          <Select
            size="xs"
            label={t('territories.channel')}
            placeholder={t('territories.any')}
            clearable
            data={channels}
            value={channel}
            onChange={setChannel}
          />
        )}
      </div>
      <div className="fb-choose-all">
        <ChooseAll shown={shown} chosen={chosen} onChoose={onChoose} />
      </div>
      {shown.length === 0 && <p className="fb-dim">{t('scenarios.no_such_outlets')}</p>}
      <div ref={box} className="fb-choose-rows">
        <ul style={{ height: virtual.getTotalSize() }} aria-label={t('scenarios.outlets')}>
          {virtual.getVirtualItems().map((item) => {
            const row = shown[item.index]!;
            return (
              <li
                key={row.id}
                style={{ transform: `translateY(${item.start}px)`, height: ROW_PX }}
                data-outlet={row.code}
                aria-setsize={shown.length}
                aria-posinset={item.index + 1}
              >
                <Checkbox
                  size="xs"
                  aria-label={t('territories.choose', { name: row.name })}
                  checked={chosen.has(row.id)}
                  onChange={(event) => onChoose(choosing(chosen, [row.id], event.currentTarget.checked))}
                />
                <span>
                  {row.name}
                  <span className="fb-dim">
                    {[
                      row.code,
                      row.class,
                      names.get(row.rep_id ?? 0) ?? t('scenarios.nobody'),
                      row.locked && t('scenarios.locked'),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </span>
                {aside?.(row)}
              </li>
            );
          })}
        </ul>
      </div>
    </>
  );
}
