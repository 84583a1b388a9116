// What a customer owes against its limit, one account per partner that supplies it.
import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CreditAccount } from '../api/trade';
import { PrintMenu } from '../app/PrintMenu';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { allOf } from '../catalogue/catalogue';
import { Exposure, InTrouble } from '../money/Exposure';
import { creditOf } from './customers';

export function CustomerAccounts({ customer, rights }: { customer: number; rights: Rights }) {
  const { t } = useTranslation();
  const query = useQuery(creditOf(customer));
  return (
    <section className="fb-section">
      <h2>{t('money.tab.accounts')}</h2>
      {query.isError && !query.data && (
        <Alert color="red" role="alert" title={t('money.failed')}>
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.data?.length === 0 && <p className="fb-dim">{t('customer.no_account')}</p>}
      {query.data?.map((account) => (
        <Account key={account.id} account={account} rights={rights} />
      ))}
    </section>
  );
}

function Account({ account, rights }: { account: CreditAccount; rights: Rights }) {
  const { t } = useTranslation();
  const partners = useQuery({ ...allOf('partners'), enabled: account.partner_id !== null }).data;
  const partner = partners?.find(({ id }) => id === account.partner_id);
  return (
    <article className="fb-360-account" data-account={account.id}>
      <h3>
        {account.partner_id === null
          ? t('customer.with_company')
          : t('customer.with_partner', { partner: partner?.name ?? `#${account.partner_id}` })}
        {has(rights, 'read_receivables') && (
          <Link to="/money" search={{ all: 1, account: account.id }} className="fb-link">
            {t('orders.to_account')}
          </Link>
        )}
        <PrintMenu papers={[{ name: 'statement', of: `credit-accounts/${account.id}` }]} />
      </h3>
      <Exposure account={account} />
      <InTrouble account={account} />
    </article>
  );
}
