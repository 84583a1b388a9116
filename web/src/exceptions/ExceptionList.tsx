// The exceptions as a list.
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { PickList } from '../app/PickList';
import { useFormat } from '../format/useFormat';
import { SeverityMark } from './ExceptionMark';
import type { FieldException } from './exceptions';
import { useEvidence } from './useEvidence';

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
  return (
    <PickList
      label={t('exceptions.list')}
      rows={rows}
      focused={focused}
      selected={selected}
      onToggle={onToggle}
      selectLabel={(row) =>
        t('exceptions.select', { what: t(`exceptions.kind.${row.kind}`), rep: row.rep_name })
      }
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
