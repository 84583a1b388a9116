// Stock: places with what they hold and how it moved, what outlets lack or will not sell in time, and what was counted
// last. The address names what is looked at, so that it can be sent to a colleague.
import '../plans/plans.css';
import '../catalogue/catalogue.css';
import './stock.css';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { CountList } from './CountList';
import { ExpiryList } from './ExpiryList';
import { MissingList } from './MissingList';
import { PlaceDesk } from './PlaceDesk';
import { SupplyDesk } from './SupplyDesk';
import { TABS, type Tab } from './stock';
import { TripDesk } from './TripDesk';
import { VanDesk } from './VanDesk';

const route = getRouteApi('/stock');

export function StockPage() {
  const { t } = useTranslation();
  const zone = useQuery(sessionQuery).data?.company?.time_zone ?? 'UTC';
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/stock' });
  return (
    <ZoneContext.Provider value={zone}>
      <div className="fb-shell">
        <PageBar />
        <main className="fb-plans">
          <h1 className="fb-hidden">{t('stock.title')}</h1>
          <Tabs
            value={search.tab ?? 'places'}
            keepMounted={false}
            className="fb-plans-tabs"
            onChange={(tab) => void navigate({ search: { tab: tab as Tab }, replace: true })}
          >
            <Tabs.List aria-label={t('stock.title')}>
              {TABS.map((name) => (
                <Tabs.Tab key={name} value={name}>
                  {t(`stock.tab.${name}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="places">
              <PlaceDesk
                place={search.place}
                product={search.product}
                onPick={(place, product) => void navigate({ search: { place, product }, replace: true })}
              />
            </Tabs.Panel>
            <Tabs.Panel value="trips">
              <TripDesk
                trip={search.trip}
                onPick={(trip) => void navigate({ search: { tab: 'trips', trip }, replace: true })}
              />
            </Tabs.Panel>
            <Tabs.Panel value="vans">
              <VanDesk
                day={search.day}
                onPick={(day) => void navigate({ search: { tab: 'vans', day }, replace: true })}
              />
            </Tabs.Panel>
            <Tabs.Panel value="supply">
              <SupplyDesk
                place={search.place}
                order={search.order}
                onPlace={(place) => void navigate({ search: { tab: 'supply', place }, replace: true })}
                onOrder={(order) => void navigate({ search: { tab: 'supply', order }, replace: true })}
              />
            </Tabs.Panel>
            <Tabs.Panel value="missing">
              <MissingList />
            </Tabs.Panel>
            <Tabs.Panel value="expiry">
              <ExpiryList />
            </Tabs.Panel>
            <Tabs.Panel value="counts">
              <CountList />
            </Tabs.Panel>
          </Tabs>
        </main>
      </div>
    </ZoneContext.Provider>
  );
}
