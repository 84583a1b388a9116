// One statement: how its value became what was earned, and every document that it counts.
import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { Facts } from '../catalogue/Facts';
import { Waiting } from '../drawer/RepDayPanel';
import { month as monthWords } from '../format/format';
import { useFormat } from '../format/useFormat';
import {
  type CountedDocument,
  isGated,
  planOf,
  type StatementWhole,
  statementQuery,
  versionsQuery,
} from './commissions';

/** Documents shown at once. */
const SHOWN = 100;

export function StatementDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useQuery(statementQuery(id));
  return (
    <section className="fb-section fb-targets-one" aria-label={t('commissions.one')}>
      {query.isPending && <Waiting />}
      {query.isError && !query.data && (
        <Alert color="red" role="alert">
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.data && <Whole one={query.data} onClose={onClose} />}
    </section>
  );
}

function Whole({ one, onClose }: { one: StatementWhole; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const plan = planOf(one, useQuery(versionsQuery(one.plan_code)).data ?? []);
  const least = plan?.least_compliance_pct ?? null;
  const head = useRef<HTMLHeadingElement>(null);
  // The reader asked for it: it is where to read on.
  useEffect(() => head.current?.focus(), []);
  const money = (minor: number) => format.money(minor, one.currency);
  const facts: [string, string][] = [
    [t('commissions.value'), money(one.value_minor)],
    [t('commissions.earned'), money(one.earned_minor)],
    [
      t('commissions.plan'),
      `${plan?.name ?? one.plan_code} · ${t('commissions.version', { version: one.plan_version })}`,
    ],
    [t('commissions.made_at'), format.lately(one.created_at)],
  ];
  if (one.calls_made !== null && one.calls_due !== null)
    facts.splice(2, 0, [
      t('commissions.calls'),
      t('commissions.calls_of', { made: format.count(one.calls_made), due: format.count(one.calls_due) }),
    ]);
  return (
    <>
      <div className="fb-cat-title">
        <h2 ref={head} tabIndex={-1}>
          {one.rep_name} · {monthWords(one.month.slice(0, 7), format.language)}
        </h2>
        <Button size="xs" variant="subtle" color="gray" onClick={onClose}>
          {t('targets.close')}
        </Button>
      </div>
      <Facts rows={facts} />
      {least !== null && isGated(one, plan) && (
        <Alert color="orange">{t('commissions.gated', { least: format.percent(least / 100) })}</Alert>
      )}
      {one.bands.length > 0 && <Bands one={one} />}
      <Documents one={one} />
    </>
  );
}

function Bands({ one }: { one: StatementWhole }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (minor: number) => format.money(minor, one.currency);
  return (
    <>
      <h3>{t('commissions.bands')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-lines-scroll" tabIndex={0} aria-label={t('commissions.bands')}>
        <table className="fb-lines fb-commission-bands">
          <thead>
            <tr>
              <th>{t('commissions.band')}</th>
              <th className="fb-num">{t('commissions.rate')}</th>
              <th className="fb-num">{t('commissions.earned')}</th>
            </tr>
          </thead>
          <tbody>
            {one.bands.map((band) => (
              <tr key={band.from_minor}>
                <td>
                  {money(band.from_minor)} – {money(band.to_minor)}
                </td>
                <td className="fb-num">{format.rate(band.basis_points / 10_000)}</td>
                <td className="fb-num">{money(band.earned_minor)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Documents({ one }: { one: StatementWhole }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [shown, setShown] = useState(SHOWN);
  const rest = one.documents.length - shown;
  return (
    <>
      <h3>{t('commissions.documents', { count: one.documents.length })}</h3>
      <ul className="fb-plans-rows" aria-label={t('commissions.documents', { count: one.documents.length })}>
        {one.documents.slice(0, shown).map((document) => (
          <li key={`${document.kind}${document.document_id}`} data-document={document.kind}>
            <span>
              <Way document={document} />{' '}
              <span className="fb-dim">
                {[document.customer_name, format.longDay(document.date)].filter(Boolean).join(' · ')}
              </span>
            </span>
            <span className="fb-stock-end">{format.money(document.minor, one.currency)}</span>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <Button variant="subtle" fullWidth onClick={() => setShown(shown + SHOWN)}>
          {t('catalogue.more')}
        </Button>
      )}
    </>
  );
}

/** To the order that a bill or a return is of, else to the account. */
function Way({ document }: { document: CountedDocument }) {
  const { t } = useTranslation();
  const words = [t(`targets.kind.${document.kind}`), document.number].filter(Boolean).join(' ');
  if (document.order_id !== null)
    return (
      <Link to="/orders" search={{ show: 'all', id: document.order_id }} className="fb-link">
        {words}
      </Link>
    );
  if (document.account_id !== null)
    return (
      <Link to="/money" search={{ all: 1, account: document.account_id }} className="fb-link">
        {words}
      </Link>
    );
  return <strong>{words}</strong>;
}
