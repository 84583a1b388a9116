// Targets of a month and what reps earned: a tab each. The address names what is looked at.
import '../catalogue/catalogue.css';
import '../drawer/drawer.css';
import '../review/review.css';
import '../orders/orders.css';
import '../plans/plans.css';
import '../stock/stock.css';
import './targets.css';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { useRights } from '../app/rights';
import { CommissionDesk } from '../commissions/CommissionDesk';
import { PlanDesk } from '../commissions/PlanDesk';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { TargetDesk } from './TargetDesk';
import { TABS, type Tab } from './targets';

const route = getRouteApi('/targets');

export function TargetsPage() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/targets' });
  const rights = useRights();
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        <main className="fb-tabbed">
          <h1 className="fb-hidden">{t('targets.title')}</h1>
          <Tabs
            value={search.tab ?? 'targets'}
            keepMounted={false}
            className="fb-tabs"
            onChange={(value) =>
              void navigate({ search: { tab: value === 'targets' ? undefined : (value as Tab) } })
            }
          >
            <Tabs.List aria-label={t('targets.title')}>
              {TABS.map((each) => (
                <Tabs.Tab key={each} value={each}>
                  {t(`targets.tab.${each}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="targets">
              <TargetDesk search={search} />
            </Tabs.Panel>
            <Tabs.Panel value="commissions">
              <CommissionDesk search={search} rights={rights} />
            </Tabs.Panel>
            <Tabs.Panel value="plans">
              <PlanDesk search={search} rights={rights} />
            </Tabs.Panel>
          </Tabs>
        </main>
      </div>
    </ZoneContext.Provider>
  );
}
