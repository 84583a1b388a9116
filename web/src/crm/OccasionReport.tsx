// The report of an occasion: what was planned, done and given, team by team and rep by rep, against the budget; and what
// was given to each customer beside what it bought in the year.
import { Alert, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons, FileButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { useCurrency } from '../catalogue/AmountInput';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { RepSelect } from '../plans/Told';
import { ActivityList } from './ActivityList';
import { doubtfulQuery } from './activities';
import { YearInput } from './OccasionRecipients';
import {
  type Occasion,
  type OccasionProgress,
  type OccasionSums,
  occasionCustomersPath,
  occasionCustomersQuery,
  occasionProgressQuery,
  reportCut,
} from './occasions';

export function OccasionReport({ one }: { one: Occasion }) {
  const { t, i18n } = useTranslation();
  const [year, setYear] = useState(one.year);
  const [rep, setRep] = useState<number | null>(null);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const cut = reportCut(year, rep, from, to);
  const report = useQuery(occasionProgressQuery(one.id, cut));
  return (
    <div className="fb-crm-report">
      <div className="fb-order-selects">
        <YearInput value={year} onChange={setYear} label={t('occasion.year')} />
        <TextInput
          size="xs"
          type="date"
          label={t('orders.since')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          size="xs"
          type="date"
          label={t('orders.until')}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <RepSelect label={t('orders.rep')} value={rep} onChange={setRep} />
      </div>
      {report.isPending && <Waiting />}
      {report.isError && (
        <Alert color="red" role="alert" title={t('crm.failed')}>
          {problemText(report.error, t)}
        </Alert>
      )}
      {report.data && (
        <>
          <div className="fb-plans-head">
            <h3>{t('occasion.by_rep')}</h3>
            <span className="fb-export">
              <FileButtons
                href={(format) =>
                  `/api/v1/occasions/${one.id}/progress?${cut}&format=${format}&language=${i18n.language}`
                }
                label={(format) => t('export.as', { name: t('occasion.by_rep'), format })}
              />
            </span>
          </div>
          <Reps of={report.data} gifts={one.act === 'gift'} />
        </>
      )}
      {(report.data?.doubtful ?? 0) > 0 && <Doubtful occasion={one.id} year={year} />}
      <div className="fb-plans-head">
        <h3>{t('occasion.by_customer')}</h3>
        <ExportButtons path={occasionCustomersPath(one.id, cut)} name={t('occasion.by_customer')} />
      </div>
      <Customers one={one} cut={cut} />
    </div>
  );
}

function Cells({ of, gifts }: { of: OccasionSums; gifts: boolean }) {
  const format = useFormat();
  const currency = useCurrency();
  return (
    <>
      <td className="fb-num">{format.count(of.planned)}</td>
      <td className="fb-num">{format.count(of.held)}</td>
      <td className="fb-num">{format.count(of.not_held)}</td>
      {gifts && <td className="fb-num">{format.money(of.given_minor, currency)}</td>}
      {gifts && (
        <td className={of.doubtful > 0 ? 'fb-num fb-plans-bad' : 'fb-num'}>{format.count(of.doubtful)}</td>
      )}
    </>
  );
}

function Heads({ gifts }: { gifts: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <th className="fb-num">{t('occasion.recipient.planned')}</th>
      <th className="fb-num">{t('occasion.recipient.held')}</th>
      <th className="fb-num">{t('occasion.recipient.not_held')}</th>
      {gifts && <th className="fb-num">{t('occasion.value')}</th>}
      {gifts && <th className="fb-num">{t('occasion.over')}</th>}
    </>
  );
}

function Reps({ of, gifts }: { of: OccasionProgress; gifts: boolean }) {
  const { t } = useTranslation();
  if (of.reps.length === 0) return <p className="fb-dim">{t('occasion.nothing')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('occasion.by_rep')}>
      <table className="fb-lines">
        <thead>
          <tr>
            <th>{t('orders.rep')}</th>
            <Heads gifts={gifts} />
          </tr>
        </thead>
        {of.org_units.map((unit) => (
          <tbody key={unit.org_unit_id}>
            <tr data-unit={unit.org_unit_id}>
              <th scope="rowgroup">{unit.org_unit_name}</th>
              <Cells of={unit} gifts={gifts} />
            </tr>
            {of.reps
              .filter((row) => row.org_unit_id === unit.org_unit_id)
              .map((row) => (
                <tr key={row.rep_id} data-rep={row.rep_code}>
                  <td>
                    {row.rep_name} <span className="fb-dim">{row.rep_code}</span>
                  </td>
                  <Cells of={row} gifts={gifts} />
                </tr>
              ))}
          </tbody>
        ))}
      </table>
      {of.truncated && <p className="fb-plans-bad">{t('crm.truncated')}</p>}
    </section>
  );
}

/** Gifts that a phone told of against a limit: they were given, and stand out. */
function Doubtful({ occasion, year }: { occasion: string; year: number }) {
  const { t } = useTranslation();
  const rows = useQuery(doubtfulQuery(occasion, year)).data?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <section aria-label={t('occasion.doubtful', { count: rows.length })}>
      <h3>{t('occasion.doubtful', { count: rows.length })}</h3>
      <ActivityList rows={rows} mayKeep={false} />
    </section>
  );
}

function Customers({ one, cut }: { one: Occasion; cut: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const query = useQuery(occasionCustomersQuery(one.id, cut));
  const gifts = one.act === 'gift';
  if (query.isPending) return <Waiting />;
  if (!query.data)
    return (
      <Alert color="red" role="alert">
        {problemText(query.error, t)}
      </Alert>
    );
  const rows = query.data.items;
  if (rows.length === 0) return <p className="fb-dim">{t('occasion.nothing')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('occasion.by_customer')}>
      <table className="fb-lines">
        <thead>
          <tr>
            <th>{t('orders.customer')}</th>
            <Heads gifts={gifts} />
            <th className="fb-num">{t('occasion.net_sales')}</th>
            {gifts && <th className="fb-num">{t('occasion.share')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.customer_id} data-customer={row.customer_code}>
              <td>
                <Link to="/customers/$id" params={{ id: row.customer_id }} className="fb-link">
                  {row.customer_name}
                </Link>
              </td>
              <Cells of={row} gifts={gifts} />
              <td className="fb-num">{format.money(row.net_sales_minor, currency)}</td>
              {gifts && (
                <td className="fb-num">
                  {row.given_bp === null ? '–' : format.percent(row.given_bp / 10_000)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {query.data.next_cursor && <p className="fb-dim">{t('stock.more', { count: rows.length })}</p>}
    </section>
  );
}
