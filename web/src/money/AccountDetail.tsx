// One account: exposure against the limit, terms, how old what is open is, open invoices, statement.
import { Alert, Button } from '@mantine/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreditAccount } from '../api/trade';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { BillForm } from './BillForm';
import { enterOpening } from './desk';
import { Exposure } from './Exposure';
import { type Invoice, openInvoices } from './money';
import { Statement } from './Statement';
import { TermsForm } from './TermsForm';

export function AccountDetail({ query, rights }: { query: UseQueryResult<CreditAccount>; rights: Rights }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-review-detail" tabIndex={0} aria-label={t('money.account')}>
      {query.isLoading && <Waiting />}
      {query.isError && !query.data && (
        <Alert color="red" title={t('money.failed')} role="alert">
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.data && <Whole key={query.data.id} account={query.data} rights={rights} />}
    </section>
  );
}

function Whole({ account, rights }: { account: CreditAccount; rights: Rights }) {
  const { t } = useTranslation();
  const mayManage = has(rights, 'manage_receivables');
  return (
    <>
      <header className="fb-review-detail-head">
        <div>
          <h2>
            <Link to="/customers/$id" params={{ id: account.customer_id }} className="fb-name-link">
              {account.customer_name}
            </Link>
          </h2>
          <p className="fb-dim">{account.customer_code}</p>
        </div>
        <Link to="/orders" search={{ show: 'all', customer: account.customer_id }} className="fb-link">
          {t('money.to_orders')}
        </Link>
      </header>
      <Exposure account={account} />
      <section className="fb-section">
        <h3>{t('money.terms')}</h3>
        <TermsForm key={account.version} account={account} mayManage={mayManage} />
      </section>
      <Invoices account={account} mayManage={mayManage} />
      <Statement account={account} />
    </>
  );
}

function Invoices({ account, mayManage }: { account: CreditAccount; mayManage: boolean }) {
  const { t } = useTranslation();
  const [entering, setEntering] = useState(false);
  const rows = useQuery(openInvoices(account)).data ?? [];
  if (rows.length === 0 && !mayManage) return null;
  return (
    <section className="fb-section">
      <div className="fb-cat-title">
        <h3>{t('money.open_invoices')}</h3>
        {mayManage && !entering && (
          <Button size="compact-xs" variant="default" onClick={() => setEntering(true)}>
            {t('money.enter_opening')}
          </Button>
        )}
      </div>
      {entering && (
        <BillForm
          yes={t('money.enter')}
          send={(id, draft) => enterOpening(id, draft, account)}
          onDone={() => setEntering(false)}
        />
      )}
      {rows.length > 0 && <InvoiceTable rows={rows} />}
    </section>
  );
}

function InvoiceTable({ rows }: { rows: readonly Invoice[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-lines-scroll" tabIndex={0} aria-label={t('money.open_invoices')}>
        <table className="fb-lines">
          <thead>
            <tr>
              <th>{t('money.number')}</th>
              <th>{t('money.date')}</th>
              <th>{t('money.due')}</th>
              <th className="fb-num">{t('money.open')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>
                  {row.order_id ? (
                    <Link to="/orders" search={{ show: 'all', id: row.order_id }} className="fb-link">
                      {row.number}
                    </Link>
                  ) : (
                    row.number
                  )}
                </td>
                <td>{format.day(row.date)}</td>
                <td data-open={row.overdue || undefined}>
                  {format.day(row.due)}
                  {row.overdue && ` · ${t('money.overdue')}`}
                </td>
                <td className="fb-num">{format.money(row.open_minor, row.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
