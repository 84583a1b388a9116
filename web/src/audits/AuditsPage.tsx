// Audits, surveys, competitors and coverage, with the forms and must-sell lists behind them. One tab each; the address
// names what is looked at, so that it can be sent to a colleague.
import '../plans/plans.css';
import '../review/review.css';
import '../orders/orders.css';
import '../stock/stock.css';
import '../catalogue/catalogue.css';
import './audits.css';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { has, useRights } from '../app/rights';
import { MasterDesk, type Panels } from '../catalogue/MasterDesk';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { useAimWords } from './AudienceFields';
import { type AuditsSearch, TABS, type Tab } from './audits';
import { CompetitorList } from './CompetitorList';
import { CoverageDesk } from './CoverageDesk';
import { FormFacts, FormForm } from './FormPanel';
import type { Form, MustSellList } from './forms';
import { MustSellFacts, MustSellForm } from './MustSellPanel';
import { ResponseDesk } from './ResponseDesk';
import { ScoreTable } from './ScoreTable';

const route = getRouteApi('/audits');

export function AuditsPage() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const rights = useRights();
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        {has(rights, 'read_field') ? (
          <Desk may={has(rights, 'manage_catalogue')} />
        ) : (
          <main className="fb-cat-detail">{t('problem.forbidden')}</main>
        )}
      </div>
    </ZoneContext.Provider>
  );
}

function Desk({ may }: { may: boolean }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/audits' });
  const change = (more: Partial<AuditsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...more }), replace: !('id' in more || 'which' in more) });
  const desk = <K extends 'forms' | 'must-sell-lists'>(kind: K, panels: Panels<K>): ReactNode => (
    <MasterDesk
      kind={kind}
      panels={panels}
      may={may}
      q={search.q ?? ''}
      id={search.make ? 'new' : search.one}
      onSearch={(q) => change({ q: q || undefined })}
      onPick={(picked) =>
        void navigate({
          search: (old) => ({
            tab: old.tab,
            q: old.q,
            one: typeof picked === 'number' ? picked : undefined,
            make: picked === 'new' ? 1 : undefined,
          }),
        })
      }
    />
  );
  return (
    <main className="fb-tabbed">
      <h1 className="fb-hidden">{t('audits.title')}</h1>
      <Tabs
        value={search.tab ?? 'answers'}
        keepMounted={false}
        className="fb-tabs"
        onChange={(tab) => void navigate({ search: { tab: tab as Tab } })}
      >
        <Tabs.List aria-label={t('audits.title')}>
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`audits.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel tabIndex={0} value="answers">
          <ResponseDesk search={search} onChange={change} />
        </Tabs.Panel>
        <Tabs.Panel tabIndex={0} value="scores">
          <ScoreTable search={search} onChange={change} />
        </Tabs.Panel>
        <Tabs.Panel tabIndex={0} value="competitors">
          <CompetitorList search={search} onChange={change} />
        </Tabs.Panel>
        <Tabs.Panel tabIndex={0} value="coverage">
          <CoverageDesk search={search} onChange={change} />
        </Tabs.Panel>
        <Tabs.Panel tabIndex={0} value="forms">
          {desk('forms', {
            line: (row) => <FormLine form={row} />,
            facts: (row) => <FormFacts form={row} />,
            form: (props) => <FormForm {...props} />,
          })}
        </Tabs.Panel>
        <Tabs.Panel tabIndex={0} value="must-sell">
          {desk('must-sell-lists', {
            line: (row) => <ListLine list={row} />,
            facts: (row) => <MustSellFacts list={row} />,
            form: (props) => <MustSellForm {...props} />,
          })}
        </Tabs.Panel>
      </Tabs>
    </main>
  );
}

function FormLine({ form }: { form: Form }) {
  const { t } = useTranslation();
  return [t(`audits.kinds_one.${form.kind}`), t('audits.questions', { count: form.questions.length })].join(
    ' · ',
  );
}

function ListLine({ list }: { list: MustSellList }) {
  const { t } = useTranslation();
  const aim = useAimWords();
  return [t('audits.products', { count: list.product_codes.length }), aim(list)].join(' · ');
}
