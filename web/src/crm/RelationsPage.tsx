// Relations with customers: what is planned and done. The address names what is looked at, so that it can be sent to a
// colleague.
import '../catalogue/catalogue.css';
import '../drawer/drawer.css';
import '../review/review.css';
import '../orders/orders.css';
import '../plans/plans.css';
import '../stock/stock.css';
import './crm.css';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { has, useRights } from '../app/rights';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { ActivityDesk } from './ActivityDesk';
import { CampaignDesk } from './CampaignDesk';
import { CaseDesk } from './CaseDesk';
import { ContractDesk } from './ContractDesk';
import { OccasionDesk } from './OccasionDesk';
import { OpportunityDesk } from './OpportunityDesk';
import { SegmentDesk } from './SegmentDesk';
import { type RelationsSearch, TABS, type Tab } from './search';
import { TaskDesk } from './TaskDesk';

const route = getRouteApi('/relations');

export function RelationsPage() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/relations' });
  const rights = useRights();
  const mayCampaign = has(rights, 'manage_campaigns');
  const set = (change: Partial<RelationsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        <main className="fb-plans">
          <h1 className="fb-hidden">{t('crm.title')}</h1>
          <Tabs
            value={search.tab ?? 'activities'}
            keepMounted={false}
            className="fb-plans-tabs"
            onChange={(tab) =>
              void navigate({ search: { tab: tab === 'activities' ? undefined : (tab as Tab) } })
            }
          >
            <Tabs.List aria-label={t('crm.title')}>
              {TABS.filter((name) => name !== 'campaigns' || mayCampaign).map((name) => (
                <Tabs.Tab key={name} value={name}>
                  {t(`crm.tab.${name}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="activities">
              <ActivityDesk search={search} rights={rights} onSearch={set} />
            </Tabs.Panel>
            <Tabs.Panel value="tasks">
              <TaskDesk search={search} rights={rights} />
            </Tabs.Panel>
            <Tabs.Panel value="opportunities">
              <OpportunityDesk search={search} rights={rights} />
            </Tabs.Panel>
            <Tabs.Panel value="cases">
              <CaseDesk search={search} rights={rights} />
            </Tabs.Panel>
            <Tabs.Panel value="contracts">
              <ContractDesk search={search} rights={rights} />
            </Tabs.Panel>
            <Tabs.Panel value="segments">
              <SegmentDesk rights={rights} />
            </Tabs.Panel>
            <Tabs.Panel value="occasions">
              <OccasionDesk rights={rights} />
            </Tabs.Panel>
            {mayCampaign && (
              <Tabs.Panel value="campaigns">
                <CampaignDesk />
              </Tabs.Panel>
            )}
          </Tabs>
        </main>
      </div>
    </ZoneContext.Provider>
  );
}
