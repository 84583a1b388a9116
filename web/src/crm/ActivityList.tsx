// Activities one below the other, each with what became of it; what is planned can be settled here.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import type { Activity } from './activities';
import { SettleForm } from './SettleForm';

export function ActivityList({ rows, mayKeep }: { rows: readonly Activity[]; mayKeep: boolean }) {
  const { t } = useTranslation();
  return (
    <ul className="fb-plans-rows fb-crm-rows" aria-label={t('crm.tab.activities')}>
      {rows.map((row) => (
        <Row key={row.id} row={row} mayKeep={mayKeep} />
      ))}
    </ul>
  );
}

function Row({ row, mayKeep }: { row: Activity; mayKeep: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const [settling, setSettling] = useState<'held' | 'not_held' | null>(null);
  const said = row.outcome ?? row.reason ?? (row.note === row.subject ? null : row.note);
  return (
    <li data-activity={row.id} data-one={row.id} tabIndex={-1}>
      <span>
        <strong>{t(`crm.kind.${row.kind}`)}</strong>: {row.subject}{' '}
        <span className="fb-order-state" data-state={row.standing}>
          {t(`crm.standing.${row.standing}`)}
        </span>
        {row.doubt && <strong className="fb-plans-bad">{t(`occasion.doubt.${row.doubt}`)}</strong>}
        <br />
        <span className="fb-dim">
          {row.occasion_name && row.occasion_name !== row.subject && `${row.occasion_name} · `}
          {row.way && row.state === 'planned' && `${t(`occasion.way.${row.way}`)} · `}
          {row.quantity !== null && `${format.count(row.quantity)} × `}
          {row.item && `${row.item} · `}
          {row.value_minor !== null && `${format.money(row.value_minor, currency)} · `}
          {format.lately(row.at)} · {row.rep_name}
          {row.contact_name && ` · ${row.contact_name}`}
          {row.duration_min !== null && ` · ${format.duration(row.duration_min * 60)}`}
        </span>
        {row.customer_id !== null && (
          <>
            {' '}
            <Link to="/customers/$id" params={{ id: row.customer_id }} className="fb-link">
              {row.customer_name}
            </Link>
          </>
        )}
        {row.visit_id && (
          <>
            {' '}
            <Link
              to="/map"
              search={{ rep: row.rep_id, visit: row.visit_id, date: row.date }}
              className="fb-link"
            >
              {t('stock.to_visit')}
            </Link>
          </>
        )}
        {said && <em className="fb-crm-said">“{said}”</em>}
        {settling && <SettleForm activity={row} state={settling} onDone={() => setSettling(null)} />}
      </span>
      {mayKeep && row.state === 'planned' && !settling && (
        <span className="fb-plans-acts">
          <Button size="compact-sm" variant="light" onClick={() => setSettling('held')}>
            {t('crm.hold')}
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setSettling('not_held')}>
            {t('crm.not_hold')}
          </Button>
        </span>
      )}
    </li>
  );
}
