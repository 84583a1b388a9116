// What trade marketing looks at: photos of the field, display programmes, claims of partners. The address names what is
// looked at, so that it can be sent to a colleague.
import '../catalogue/catalogue.css';
import '../drawer/drawer.css';
import '../plans/plans.css';
import '../review/review.css';
import '../orders/orders.css';
import './photos.css';
import '../trade_marketing/trade_marketing.css';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import type { Right } from '../api/types';
import { has, useRights } from '../app/rights';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { ClaimDesk } from '../trade_marketing/ClaimDesk';
import { DisplayDesk } from '../trade_marketing/DisplayDesk';
import { TABS, type Tab } from './photos';
import { WallDesk } from './WallDesk';
import { WallFilters } from './WallFilters';

const NEEDS: Record<Tab, Right> = { photos: 'read_field', displays: 'read_trade', claims: 'read_claims' };

const route = getRouteApi('/photos');

export function PhotosPage() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/photos' });
  const rights = useRights();
  const user = session?.user.id;
  const tabs = TABS.filter((tab) => has(rights, NEEDS[tab]));
  const first = tabs[0] ?? 'photos';
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        <main className="fb-tabbed">
          <h1 className="fb-hidden">{t('photos.title')}</h1>
          <Tabs
            className="fb-tabs"
            value={search.tab ?? first}
            keepMounted={false}
            onChange={(tab) =>
              void navigate({ search: { tab: tab === first ? undefined : (tab as Tab) }, replace: true })
            }
          >
            <Tabs.List aria-label={t('photos.title')}>
              {tabs.map((tab) => (
                <Tabs.Tab key={tab} value={tab}>
                  {t(`photos.tab.${tab}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="photos">
              <div className="fb-review fb-wall-desk">
                <div className="fb-review-head">
                  <WallFilters search={search} />
                </div>
                <WallDesk
                  search={search}
                  rights={rights}
                  onFocus={(id) => void navigate({ search: (old) => ({ ...old, id }), replace: true })}
                />
              </div>
            </Tabs.Panel>
            <Tabs.Panel value="displays">
              <DisplayDesk
                programme={search.programme}
                rights={rights}
                user={user}
                onPick={(programme) =>
                  void navigate({ search: { tab: 'displays', programme }, replace: true })
                }
              />
            </Tabs.Panel>
            <Tabs.Panel value="claims">
              <ClaimDesk
                claim={search.claim}
                rights={rights}
                user={user}
                onPick={(claim) => void navigate({ search: { tab: 'claims', claim }, replace: true })}
              />
            </Tabs.Panel>
          </Tabs>
        </main>
      </div>
    </ZoneContext.Provider>
  );
}
