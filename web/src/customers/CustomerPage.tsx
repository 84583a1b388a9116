// A customer from all sides: who it is, what it owes against its limit, its outlets, and everything that happened, day
// by day. The address names the customer and which kind is looked at.
import '../catalogue/catalogue.css';
import '../drawer/drawer.css';
import '../review/review.css';
import '../orders/orders.css';
import '../money/money.css';
import '../catalogue/catalogue.css';
import '../plans/plans.css';
import '../crm/crm.css';
import './customers.css';
import { Alert, Button } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, serverNow } from '../api/client';
import { session as sessionQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { has, type Rights, useRights } from '../app/rights';
import { CustomerActivity } from '../crm/CustomerActivity';
import { CustomerContacts } from '../crm/CustomerContacts';
import { CustomerContracts } from '../crm/CustomerContracts';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat, ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { CustomerAccounts } from './CustomerAccounts';
import { CustomerForm } from './CustomerForm';
import { CustomerOutlets } from './CustomerOutlets';
import { ageOf, type Customer, customerQuery } from './customers';
import { Timeline } from './Timeline';

const route = getRouteApi('/customers/$id');

export function CustomerPage() {
  const session = useQuery(sessionQuery).data;
  const { id } = route.useParams();
  const rights = useRights();
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        <main className="fb-review fb-360">
          <Body key={id} id={id} rights={rights} />
        </main>
      </div>
    </ZoneContext.Provider>
  );
}

function Body({ id, rights }: { id: number; rights: Rights }) {
  const { t } = useTranslation();
  const query = useQuery(customerQuery(id));
  // Who was there, with whom, and when: not for who reads trade alone.
  const people = has(rights, 'read_field');
  if (query.isPending) return <Waiting />;
  if (query.data)
    return (
      <>
        <Head customer={query.data} rights={rights} />
        <div className="fb-360-body" data-alone={!people || undefined}>
          <div>
            {has(rights, 'read_receivables') && <CustomerAccounts customer={id} rights={rights} />}
            {people && (
              <>
                <CustomerContacts customer={id} rights={rights} />
                <CustomerActivity customer={query.data} rights={rights} />
                <CustomerContracts customer={id} rights={rights} />
              </>
            )}
            <CustomerOutlets customer={id} rights={rights} />
          </div>
          {people && <Timeline customer={id} rights={rights} />}
        </div>
      </>
    );
  if (query.error instanceof Problem && query.error.status === 404)
    return (
      <div className="fb-review-empty" data-testid="no-customer">
        <div role="alert">
          <h1>{t('customer.none')}</h1>
          <p>{problemText(query.error, t)}</p>
        </div>
      </div>
    );
  return (
    <Alert color="red" role="alert" title={t('customer.failed')}>
      {problemText(query.error, t)}
      <Button mt="sm" size="xs" variant="light" color="red" onClick={() => void query.refetch()}>
        {t('app.retry')}
      </Button>
    </Alert>
  );
}

function Head({ customer, rights }: { customer: Customer; rights: Rights }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const may = has(rights, 'manage_outlets');
  if (editing)
    return (
      <header className="fb-review-head fb-360-head">
        <div className="fb-360-new">
          <h1>{customer.name}</h1>
          <CustomerForm was={customer} onCancel={() => setEditing(false)} onSaved={() => setEditing(false)} />
        </div>
      </header>
    );
  return (
    <header className="fb-review-head fb-360-head">
      <div>
        <h1>{customer.name}</h1>
        <About customer={customer} />
      </div>
      {may && (
        <>
          <Button size="compact-sm" variant="default" onClick={() => setEditing(true)}>
            {t('customer.edit')}
          </Button>
          <Link to="/customers/new" className="fb-link">
            {t('customer.new')}
          </Link>
        </>
      )}
      {has(rights, 'read_trade') && (
        <Link to="/orders" search={{ show: 'all', customer: customer.id }} className="fb-link">
          {t('money.to_orders')}
        </Link>
      )}
      {customer.phone && (
        <Button
          component="a"
          href={`tel:${customer.phone}`}
          size="compact-sm"
          variant="light"
          leftSection={<IconPhone size={15} />}
        >
          {customer.phone}
        </Button>
      )}
    </header>
  );
}

/** Its code and area, what its business is, and for how long it is a customer. */
function About({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const since = customer.since;
  const age = since === null ? null : ageOf(since, format.dateAt(serverNow()));
  return (
    <p className="fb-dim" data-testid="about-customer">
      {[
        customer.code,
        customer.org_unit_code,
        customer.industry,
        since !== null && t('customer.since_when', { since: format.longDay(since) }),
        age !== null &&
          (age.years > 0
            ? t('customer.years', { count: age.years })
            : t('customer.months', { count: age.months })),
        !customer.active && t('customer.inactive'),
      ]
        .filter(Boolean)
        .join(' · ')}
    </p>
  );
}
