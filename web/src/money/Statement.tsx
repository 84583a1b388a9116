// The debt statement of an account over a period, with its running balance, and how old what is open is.
import { Alert, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreditAccount } from '../api/trade';
import { PrintMenu } from '../app/PrintMenu';
import { problemText } from '../app/problem';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import { AGES, type Statement as StatementData, statementQuery } from './money';

export function Statement({ account }: { account: CreditAccount }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const money = (minor: number) => format.money(minor, currency);
  const [period, setPeriod] = useState<{ from?: string; to?: string }>({});
  const query = useQuery(statementQuery(account.id, period.from, period.to));
  const shown = query.data;
  if (query.isError)
    return (
      <Alert color="red" role="alert" mt="md">
        {problemText(query.error, t)}
      </Alert>
    );
  if (!shown) return null;
  return (
    <>
      <section className="fb-section">
        <h3>{t('money.ageing')}</h3>
        <dl className="fb-ages">
          {AGES.map((age) => (
            <div key={age} data-late={(age !== 'not_due_minor' && shown.ageing[age] > 0) || undefined}>
              <dt>{t(`money.age.${age}`)}</dt>
              <dd className="fb-num">{money(shown.ageing[age])}</dd>
            </div>
          ))}
          <div>
            <dt>{t('money.on_account')}</dt>
            <dd className="fb-num">{money(shown.on_account_minor)}</dd>
          </div>
        </dl>
      </section>
      <section className="fb-section">
        <h3>{t('money.statement')}</h3>
        <div className="fb-order-selects">
          <TextInput
            size="xs"
            type="date"
            label={t('orders.since')}
            value={shown.from}
            max={shown.to}
            onChange={(event) => setPeriod({ to: shown.to, from: event.currentTarget.value || undefined })}
          />
          <TextInput
            size="xs"
            type="date"
            label={t('orders.until')}
            value={shown.to}
            min={shown.from}
            onChange={(event) => setPeriod({ from: shown.from, to: event.currentTarget.value || undefined })}
          />
          <PrintMenu
            papers={[
              {
                name: 'statement',
                of: `credit-accounts/${account.id}`,
                query: { from: shown.from, to: shown.to },
              },
            ]}
          />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="fb-lines-scroll" tabIndex={0} aria-label={t('money.statement')}>
          <table className="fb-lines">
            <thead>
              <tr>
                <th>{t('money.date')}</th>
                <th>{t('money.document')}</th>
                <th className="fb-num">{t('money.amount')}</th>
                <th className="fb-num">{t('money.balance')}</th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <td>{format.day(shown.from)}</td>
                <td>{t('money.opening')}</td>
                <td />
                <td className="fb-num">{money(shown.opening_minor)}</td>
              </tr>
              {shown.entries.map((entry) => (
                <tr key={`${entry.kind}${entry.document_id}`}>
                  <td>{format.day(entry.date)}</td>
                  <td>
                    {t(`money.entry.${entry.kind}`)} {entry.number}
                    <CreditSource entry={entry} />
                  </td>
                  <td className="fb-num">{money(entry.minor)}</td>
                  <td className="fb-num">{money(entry.balance_minor)}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <td>{format.day(shown.to)}</td>
                <td>{t('money.closing')}</td>
                <td />
                <td className="fb-num">{money(shown.closing_minor)}</td>
              </tr>
            </tfoot>
          </table>
        </section>
        {shown.truncated && <p className="fb-dim">{t('money.truncated')}</p>}
      </section>
    </>
  );
}

/** What a credit note is for, and the way there. */
function CreditSource({ entry }: { entry: StatementData['entries'][number] }) {
  const { t } = useTranslation();
  if (entry.source_kind === null || entry.source_id === null) return null;
  const words = t(`money.credit_for.${entry.source_kind}`);
  return entry.source_kind === 'claim' ? (
    <Link to="/photos" search={{ tab: 'claims', claim: entry.source_id }} className="fb-link">
      {words}
    </Link>
  ) : (
    <span className="fb-dim">{words}</span>
  );
}
