// The company's segments; one of them with its rule in words and the customers that it finds now.
import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { useCurrency } from '../catalogue/AmountInput';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { RuleText } from './RuleText';
import { SegmentForm } from './SegmentForm';
import { useSaving } from './saving';
import { changeSegment, membersQuery, type Segment, segmentsQuery } from './segments';

export function SegmentDesk({ rights }: { rights: Rights }) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const [open, setOpen] = useState<number | null>(null);
  const query = useQuery(segmentsQuery);
  const may = has(rights, 'manage_segments');
  return (
    <div className="fb-crm-desk">
      <div className="fb-plans-head">
        <h2>{t('crm.tab.segments')}</h2>
        <ExportButtons path="segments" name={t('crm.tab.segments')} />
        {may && !making && (
          <Button size="compact-sm" onClick={() => setMaking(true)}>
            {t('segment.new')}
          </Button>
        )}
      </div>
      {making && <SegmentForm onDone={() => setMaking(false)} />}
      {query.isPending && <Waiting />}
      {query.isError && (
        <Alert color="red" role="alert" title={t('crm.failed')}>
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.data?.length === 0 && <p className="fb-dim">{t('segment.none')}</p>}
      <ul className="fb-plans-rows fb-crm-rows" aria-label={t('crm.tab.segments')}>
        {query.data?.map((one) => (
          <li key={one.id} data-segment={one.code}>
            <span>
              <strong>{one.name}</strong> <span className="fb-dim">{one.code}</span>
              {!one.active && <span className="fb-dim"> · {t('segment.unused')}</span>}
              <div className="fb-crm-rule">
                <RuleText rule={one.rule} />
              </div>
              {open === one.id && <Members id={one.id} />}
            </span>
            <span className="fb-plans-acts">
              <Button
                size="compact-sm"
                variant="light"
                aria-expanded={open === one.id}
                aria-label={`${t('segment.members')}: ${one.name}`}
                onClick={() => setOpen(open === one.id ? null : one.id)}
              >
                {t('segment.members')}
              </Button>
              {may && <Use one={one} />}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Use({ one }: { one: Segment }) {
  const { t } = useTranslation();
  const { save } = useSaving(
    (body) => changeSegment(one, body),
    () => undefined,
  );
  const word = one.active ? t('segment.stop') : t('segment.use');
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      loading={save.isPending}
      aria-label={`${word}: ${one.name}`}
      onClick={() => save.mutate({ active: !one.active })}
    >
      {word}
    </Button>
  );
}

function Members({ id }: { id: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const query = useQuery(membersQuery(id));
  if (query.isPending) return <Waiting />;
  if (!query.data)
    return (
      <Alert color="red" role="alert">
        {problemText(query.error, t)}
      </Alert>
    );
  const rows = query.data.items;
  if (rows.length === 0) return <p className="fb-dim">{t('customer.nothing')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('segment.members')}>
      <table className="fb-lines">
        <thead>
          <tr>
            <th>{t('orders.customer')}</th>
            <th>{t('segment.last_order')}</th>
            <th className="fb-num">{t('segment.year')}</th>
            <th className="fb-num">R F M</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.customer_id}>
              <td>
                <Link to="/customers/$id" params={{ id: row.customer_id }} className="fb-link">
                  {row.customer_name}
                </Link>
              </td>
              <td>{row.last_order ? format.longDay(row.last_order) : '–'}</td>
              <td className="fb-num">{format.money(row.ordered_minor, currency)}</td>
              <td className="fb-num">
                {row.recency === null ? '–' : `${row.recency} ${row.frequency} ${row.monetary}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {query.data.next_cursor && <p className="fb-dim">{t('stock.more', { count: rows.length })}</p>}
    </section>
  );
}
