// One target: every value that it had, and the rows behind what was reached.
import { Alert, Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { MoreButton } from '../app/MoreButton';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { useValue } from './TargetTable';
import { isMoney, type Row, rowsQuery, type Stand, targetQuery } from './targets';

export function TargetRows({ stand, onClose }: { stand: Stand; onClose: () => void }) {
  const { t } = useTranslation();
  const id = stand.target_id ?? 0;
  const list = useInfiniteQuery(rowsQuery(id));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const head = useRef<HTMLHeadingElement>(null);
  // The reader asked for it: it is where to read on.
  useEffect(() => {
    if (id) head.current?.focus();
  }, [id]);
  const name = stand.rep?.name ?? stand.org_unit.name;
  return (
    <section className="fb-section fb-targets-one" aria-label={t('targets.behind')}>
      <div className="fb-cat-title">
        <h2 ref={head} tabIndex={-1}>
          {name} · {t(`targets.measures.${stand.measure}`)}
        </h2>
        <Button size="xs" variant="subtle" color="gray" onClick={onClose}>
          {t('targets.close')}
        </Button>
      </div>
      <Versions stand={stand} id={id} />
      {list.isPending && <Waiting />}
      {list.isError && rows.length === 0 && (
        <Alert color="red" role="alert">
          {problemText(list.error, t)}
        </Alert>
      )}
      {list.isSuccess && rows.length === 0 && <p className="fb-dim">{t('targets.no_rows')}</p>}
      <ul className="fb-plans-rows">
        {rows.map((row, at) => (
          <Line key={row.visit_id ?? row.order_id ?? row.document_id ?? `${at}`} row={row} stand={stand} />
        ))}
      </ul>
      <MoreButton list={list} />
    </section>
  );
}

function Line({ row, stand }: { row: Row; stand: Stand }) {
  const { t } = useTranslation();
  const format = useFormat();
  const value = useValue(stand.measure);
  const what = row.outlet_name ?? t(`targets.kind.${row.kind}`);
  return (
    <li data-row={row.kind}>
      <span>
        {row.visit_id !== null ? (
          <Link to="/map" search={{ visit: row.visit_id }} className="fb-link">
            {what}
          </Link>
        ) : row.order_id !== null ? (
          <Link to="/orders" search={{ id: row.order_id }} className="fb-link">
            {what}
          </Link>
        ) : (
          <strong>{what}</strong>
        )}{' '}
        <span className="fb-dim">
          {[
            t(`targets.kind.${row.kind}`),
            row.product_code,
            row.rep?.name,
            row.date && format.longDay(row.date),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      {isMoney(stand.measure) && <span className="fb-stock-end">{value(row.amount)}</span>}
    </li>
  );
}

function Versions({ stand, id }: { stand: Stand; id: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const value = useValue(stand.measure);
  const versions = useQuery(targetQuery(id)).data?.versions ?? [];
  return (
    <ul className="fb-targets-versions" aria-label={t('targets.history')}>
      {versions.map((one) => (
        <li key={one.version}>
          <strong>{one.value === null ? t('targets.withdrawn') : value(one.value)}</strong>{' '}
          <span className="fb-dim">{[one.set_by, format.lately(one.at)].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
    </ul>
  );
}
