// The pages of records: the bar, and the lists of a page beside each other, each with its own address.
import 'maplibre-gl/dist/maplibre-gl.css';
import '../catalogue/catalogue.css';
import '../orders/orders.css';
import '../review/review.css';
import './records.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { has, type Rights, useRights } from '../app/rights';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { PAGES, type Tab } from './tabs';

export function RecordsFrame({
  page,
  tab,
  children,
}: {
  page: keyof typeof PAGES;
  tab: Tab;
  children: (rights: Rights) => ReactNode;
}) {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const rights = useRights();
  const tabs = PAGES[page].filter(({ right }) => has(rights, right));
  const allowed = tabs.some(({ word }) => word === tab);
  const bar = useRef<HTMLElement>(null);
  // Where the tabs do not all have room, the one that is open is in sight.
  useEffect(() => {
    bar.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [tab, allowed]);
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        <main className="fb-rec">
          <h1 className="fb-hidden">
            {t(`records.page.${page}`)}: {t(`records.tab.${tab}`)}
          </h1>
          <nav ref={bar} className="fb-rec-tabs" aria-label={t(`records.page.${page}`)}>
            {tabs.map(({ to, word }) => (
              <Link key={to} to={to} aria-current={word === tab ? 'page' : undefined} search={{}}>
                {t(`records.tab.${word}`)}
              </Link>
            ))}
          </nav>
          {allowed ? children(rights) : <p className="fb-rec-empty">{t('problem.forbidden')}</p>}
        </main>
      </div>
    </ZoneContext.Provider>
  );
}
