// What-if plans of who calls where and when: all scenarios with their state, and a new one.
import '../catalogue/catalogue.css';
import '../drawer/drawer.css';
import '../review/review.css';
import '../orders/orders.css';
import '../plans/plans.css';
import '../stock/stock.css';
import './scenarios.css';
import { Alert, Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { MoreButton } from '../app/MoreButton';
import { problemText } from '../app/problem';
import { has, useRights } from '../app/rights';
import { Waiting } from '../drawer/RepDayPanel';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { useShortcuts } from '../pages/useShortcuts';
import { MakeForm } from './MakeForm';
import { ScenarioTable } from './ScenarioTable';
import { scenariosQuery } from './scenarios';
import { useFocusBack } from './useFocusBack';

export function ScenariosPage() {
  const session = useQuery(sessionQuery).data;
  const rights = useRights();
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        <main className="fb-scn-main">
          <List may={has(rights, 'manage_routes')} />
        </main>
      </div>
    </ZoneContext.Provider>
  );
}

function List({ may }: { may: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [making, setMaking] = useState(false);
  const list = useInfiniteQuery(scenariosQuery);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  useShortcuts({
    n: () => {
      if (may) setMaking(true);
    },
  });
  const button = useRef<HTMLButtonElement>(null);
  useFocusBack(making, button);
  return (
    <div className="fb-scn-page">
      <div className="fb-plans-head">
        <h1 className="fb-scn-title">{t('scenarios.title')}</h1>
        {may && !making && (
          <Button
            ref={button}
            size="compact-sm"
            title={t('scenarios.new_key')}
            onClick={() => setMaking(true)}
          >
            {t('scenarios.new')}
          </Button>
        )}
      </div>
      <p className="fb-dim">{t('scenarios.intro')}</p>
      <p>
        <Link to="/scenarios/territories" className="fb-link">
          {t('territories.title')}
        </Link>
      </p>
      {making && (
        <MakeForm
          onCancel={() => setMaking(false)}
          onMade={(made) => void navigate({ to: '/scenarios/$id', params: { id: made.id } })}
        />
      )}
      {list.isPending && <Waiting />}
      {list.isError && !list.data && (
        <Alert color="red" role="alert" title={t('scenarios.failed')}>
          {problemText(list.error, t)}
        </Alert>
      )}
      {list.isSuccess && rows.length === 0 && !making && <p className="fb-dim">{t('scenarios.none')}</p>}
      {rows.length > 0 && <ScenarioTable rows={rows} />}
      <MoreButton list={list} />
    </div>
  );
}
