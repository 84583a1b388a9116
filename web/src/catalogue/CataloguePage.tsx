// What is sold, at what price and with which promotions, by whom; and what an order would cost. One tab each.
import '../plans/plans.css';
import './catalogue.css';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { has, type Rights, useRights } from '../app/rights';
import { useFormat, ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { type Kind, TABS, type Tab } from './catalogue';
import { MasterDesk, type Panels } from './MasterDesk';
import { PartnerFacts, PartnerForm } from './PartnerPanel';
import { PriceListFacts, PriceListForm } from './PriceListPanel';
import { ProductFacts, ProductForm } from './ProductPanel';
import { SchemeFacts, SchemeForm, useSaying } from './SchemePanel';
import { SchemePeriod } from './SchemePeriod';
import { ruleWords, spanWords } from './scheme_words';
import { TryPrice } from './TryPrice';
import { isCumulative, type PriceList, type Scheme } from './types';

const route = getRouteApi('/catalogue');

export function CataloguePage() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const rights = useRights();
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        {has(rights, 'read_trade') ? (
          <Desk may={has(rights, 'manage_catalogue')} rights={rights} />
        ) : (
          <main className="fb-cat-detail">{t('problem.forbidden')}</main>
        )}
      </div>
    </ZoneContext.Provider>
  );
}

function Desk({ may, rights }: { may: boolean; rights: Rights }) {
  const { t } = useTranslation();
  const { tab = 'products', q = '', id, make, period } = route.useSearch();
  const navigate = useNavigate({ from: '/catalogue' });
  const shared = { may, q, id: make ? ('new' as const) : id };
  const desk = <K extends Kind>(kind: K, panels: Panels<K>): ReactNode => (
    <MasterDesk
      kind={kind}
      panels={panels}
      {...shared}
      may={kind === 'schemes' ? has(rights, 'manage_schemes') : may}
      onSearch={(asked) =>
        void navigate({ search: (old) => ({ ...old, q: asked || undefined }), replace: true })
      }
      onPick={(picked) =>
        void navigate({
          search: (old) => ({
            tab: old.tab,
            q: old.q,
            id: typeof picked === 'number' ? picked : undefined,
            make: picked === 'new' ? 1 : undefined,
          }),
        })
      }
    />
  );
  return (
    <main className="fb-tabbed">
      <h1 className="fb-hidden">{t('catalogue.title')}</h1>
      <Tabs
        value={tab}
        keepMounted={false}
        className="fb-tabs"
        onChange={(value) => void navigate({ search: { tab: value as Tab } })}
      >
        <Tabs.List aria-label={t('catalogue.title')}>
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`catalogue.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel tabIndex={0} value="products">
          {desk('products', {
            line: (row) => row.category ?? '–',
            facts: (row) => <ProductFacts product={row} />,
            form: (props) => <ProductForm {...props} />,
          })}
        </Tabs.Panel>
        <Tabs.Panel tabIndex={0} value="price-lists">
          {desk('price-lists', {
            line: (row) => <ListLine list={row} />,
            facts: (row) => <PriceListFacts list={row} />,
            form: (props) => <PriceListForm {...props} />,
          })}
        </Tabs.Panel>
        <Tabs.Panel tabIndex={0} value="schemes">
          {desk('schemes', {
            line: (row) => <SchemeLine scheme={row} />,
            facts: (row) => (
              <>
                <SchemeFacts scheme={row} />
                {isCumulative(row.rule) && (
                  <SchemePeriod
                    scheme={row}
                    rights={rights}
                    tab={period ?? 'progress'}
                    onTab={(tab) =>
                      void navigate({
                        search: (old) => ({ ...old, period: tab === 'settle' ? tab : undefined }),
                        replace: true,
                      })
                    }
                  />
                )}
              </>
            ),
            form: (props) => <SchemeForm {...props} />,
          })}
        </Tabs.Panel>
        <Tabs.Panel tabIndex={0} value="partners">
          {desk('partners', {
            line: (row) => t(`catalogue.partner_kind.${row.kind}`),
            facts: (row) => <PartnerFacts partner={row} may={may} />,
            form: (props) => <PartnerForm {...props} />,
          })}
        </Tabs.Panel>
        <Tabs.Panel tabIndex={0} value="try">
          <TryPrice />
        </Tabs.Panel>
      </Tabs>
    </main>
  );
}

function ListLine({ list }: { list: PriceList }) {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    t('catalogue.prices', { count: list.prices }),
    spanWords(list, { t, day: format.longDay }) ?? t('catalogue.always'),
  ].join(' · ');
}

function SchemeLine({ scheme }: { scheme: Scheme }) {
  const saying = useSaying();
  return ruleWords(scheme.rule, scheme.products, saying).join('; ');
}
