// The visits in doubt as a list.
import { useTranslation } from 'react-i18next';
import type { VisitSummary } from '../api/types';
import { PickList } from '../app/PickList';
import { headline } from '../drawer/verdict_words';
import { useFormat } from '../format/useFormat';

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
  return (
    <PickList
      label={t('queue.list')}
      rows={rows}
      focused={focused}
      selected={selected}
      onToggle={onToggle}
      selectLabel={(row) => t('queue.select', { outlet: row.outlet?.name ?? t('visit.no_outlet') })}
    >
      {(row, current) => <Row row={row} current={current} onFocus={onFocus} />}
    </PickList>
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
