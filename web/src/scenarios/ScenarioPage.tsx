// One scenario: its state and what can be done with it, and beneath it what was found, a tab each. The address names the
// tab, the solution and what of it is looked at.
import 'maplibre-gl/dist/maplibre-gl.css';
import '../catalogue/catalogue.css';
import '../drawer/drawer.css';
import '../review/review.css';
import '../orders/orders.css';
import '../plans/plans.css';
import '../stock/stock.css';
import '../pages/live.css';
import '../targets/targets.css';
import './scenarios.css';
import './map.css';
import '../territories/desk.css';
import './print.css';
import { Alert, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { session as sessionQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { has, type Rights, useRights } from '../app/rights';
import { Waiting } from '../drawer/RepDayPanel';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { CompareDesk } from './CompareDesk';
import { DaysDesk } from './DaysDesk';
import { DrivenDesk } from './DrivenDesk';
import type { Hand } from './hand';
import { InputsDesk } from './InputsDesk';
import { MapDesk } from './MapDesk';
import { OutletDesk } from './OutletDesk';
import { shownOf } from './plan';
import { ScenarioHead } from './ScenarioHead';
import { SolutionDesk } from './SolutionDesk';
import { type ScenarioSearch, scenarioQuery, solutionsQuery, TABS, type Tab } from './scenarios';
import type { Scenario, Solution } from './types';
import { useHand } from './useHand';

const route = getRouteApi('/scenarios/$id');

export function ScenarioPage() {
  const session = useQuery(sessionQuery).data;
  const { id } = route.useParams();
  const rights = useRights();
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        <main className="fb-tabbed fb-scn-one">
          <Body key={id} id={id} rights={rights} />
        </main>
      </div>
    </ZoneContext.Provider>
  );
}

/** What every tab is given. */
export interface DeskProps {
  scenario: Scenario;
  solutions: readonly Solution[];
  /** The one that is looked at. */
  shown: Solution | undefined;
  search: ScenarioSearch;
  may: boolean;
  /** What is being given by hand, while tabs are changed. */
  hand: Hand;
  setHand: (hand: Hand) => void;
  set: (change: Partial<ScenarioSearch>) => void;
}

function Body({ id, rights }: { id: number; rights: Rights }) {
  const { t } = useTranslation();
  const query = useQuery(scenarioQuery(id));
  if (query.isPending) return <Waiting />;
  if (query.data) return <One scenario={query.data} rights={rights} />;
  const missing = query.error instanceof Problem && query.error.status === 404;
  return (
    <Alert color="red" role="alert" title={missing ? t('scenarios.missing') : t('scenarios.failed')}>
      {problemText(query.error, t)}
    </Alert>
  );
}

function One({ scenario, rights }: { scenario: Scenario; rights: Rights }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/scenarios/$id' });
  const solutions = useQuery(solutionsQuery(scenario)).data ?? [];
  const [hand, setHand] = useHand(scenario.id);
  const tab = search.tab ?? 'solutions';
  const desk: DeskProps = {
    scenario,
    solutions,
    shown: shownOf(solutions, scenario, search.solution),
    search,
    may: has(rights, 'manage_routes'),
    hand,
    setHand,
    set: (change) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
  };
  return (
    <>
      <ScenarioHead {...desk} />
      <Tabs
        value={tab}
        keepMounted={false}
        className="fb-tabs"
        onChange={(value) =>
          // Whose days and which solution are looked at goes along; what is asked for in a tab does not.
          void navigate({
            search: (old) => ({
              solution: old.solution,
              rep: old.rep,
              week: old.week,
              weekday: old.weekday,
              a: old.a,
              b: old.b,
              tab: value === 'solutions' ? undefined : (value as Tab),
            }),
          })
        }
      >
        <Tabs.List aria-label={scenario.name}>
          {TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`scenarios.tab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>
          <Desk tab={tab} desk={desk} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Desk({ tab, desk }: { tab: Tab; desk: DeskProps }) {
  switch (tab) {
    case 'map':
      return <MapDesk {...desk} />;
    case 'moved':
    case 'left_out':
      return <OutletDesk which={tab} {...desk} />;
    case 'days':
      return <DaysDesk {...desk} />;
    case 'compare':
      return <CompareDesk {...desk} />;
    case 'inputs':
      return <InputsDesk {...desk} />;
    case 'driven':
      return <DrivenDesk {...desk} />;
    default:
      return <SolutionDesk {...desk} />;
  }
}
