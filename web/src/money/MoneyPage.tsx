// What customers owe and what reps carry: accounts with their exposure, hand-ins from the rep's pocket to the books,
// collections. The address names what is looked at.
import '../catalogue/catalogue.css';
import '../drawer/drawer.css';
import '../review/review.css';
import '../exceptions/exceptions.css';
import '../orders/orders.css';
import './money.css';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { has, useRights } from '../app/rights';
import { ZoneContext } from '../format/useFormat';
import { useFeed } from '../live/useFeed';
import { PageBar } from '../pages/PageBar';
import { Accounts } from './Accounts';
import { Collections } from './Collections';
import { Expenses } from './Expenses';
import { HandIns } from './HandIns';
import { TABS, type Tab } from './money';

const route = getRouteApi('/money');
/** What changes accounts, hand-ins and collections. */
const FEED = [
  'collection_recorded',
  'collection_changed',
  'settlement_changed',
  'return_recorded',
  'return_decided',
  'order_changed',
  'expense_changed',
] as const;

export function MoneyPage() {
  const zone = useQuery(sessionQuery).data?.company?.time_zone ?? 'UTC';
  return (
    <ZoneContext.Provider value={zone}>
      <Page />
    </ZoneContext.Provider>
  );
}

function Page() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/money' });
  const rights = useRights();
  const tab = search.tab ?? 'accounts';
  // What reps spent is of people; what customers owe is not.
  const tabs = TABS.filter((each) => has(rights, each === 'expenses' ? 'read_field' : 'read_receivables'));
  useFeed('money', FEED);
  return (
    <div className="fb-shell">
      <PageBar />
      <main className="fb-review fb-exceptions fb-orders fb-money">
        <h1 className="fb-hidden">{t('money.title')}</h1>
        <Tabs
          className="fb-money-tabs"
          value={tab}
          keepMounted={false}
          onChange={(value) =>
            void navigate({ search: { tab: value === 'accounts' ? undefined : (value as Tab) } })
          }
        >
          <Tabs.List aria-label={t('money.title')}>
            {tabs.map((each) => (
              <Tabs.Tab key={each} value={each}>
                {t(`money.tab.${each}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="accounts">
            <Accounts search={search} rights={rights} />
          </Tabs.Panel>
          <Tabs.Panel value="hand_ins">
            <HandIns search={search} rights={rights} />
          </Tabs.Panel>
          <Tabs.Panel value="collections">
            <Collections search={search} rights={rights} />
          </Tabs.Panel>
          <Tabs.Panel value="expenses">
            <Expenses search={search} rights={rights} />
          </Tabs.Panel>
        </Tabs>
      </main>
    </div>
  );
}
