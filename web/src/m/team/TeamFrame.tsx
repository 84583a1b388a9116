// The bars around a screen of the team's part: where one is, the newest state on demand, and its four places. What was
// just done is told here, on whichever screen follows.
import { useIsFetching, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { exceptionsQuery } from '../../exceptions/exceptions';
import { TopTitle } from '../app/TopTitle';
import { href } from '../route';
import { client } from './client';
import { useRefusal, useSay } from './say';
import { TeamIcon, type TeamSign } from './TeamIcon';
import { tell, turned, useTold } from './told';
import { useWaits } from './useWaits';

type Tab = 'team' | 'alerts' | 'waits' | 'me';
const TABS: { tab: Tab; sign: TeamSign; to: string[] }[] = [
  { tab: 'team', sign: 'team', to: ['team'] },
  { tab: 'alerts', sign: 'alerts', to: ['team', 'alerts'] },
  { tab: 'waits', sign: 'waits', to: ['team', 'waits'] },
  { tab: 'me', sign: 'me', to: ['team', 'me'] },
];

export function TeamFrame({ title, tab, children }: { title: string; tab?: Tab; children: React.ReactNode }) {
  const { t } = useSay();
  const heading = useRef<HTMLHeadingElement>(null);
  const fetching = useIsFetching() > 0;
  const alerts = useQuery(exceptionsQuery('pending')).data ?? [];
  const waits = useWaits();
  // Who comes here by a tap hears where it led.
  useEffect(() => {
    turned();
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);
  const counts: { [tab in Tab]?: number } = {
    alerts: alerts.filter(({ state }) => state === 'open').length,
    waits: waits.items.length,
  };
  return (
    <div className="m-app">
      <header className="m-top">
        <TopTitle heading={heading} title={title} back={tab ? undefined : t('team.nav.back')} />
        <button
          type="button"
          className="m-link"
          data-busy={fetching || undefined}
          onClick={() => void client.refetchQueries({ type: 'active' })}
        >
          <TeamIcon sign="again" />
          {t('team.refresh')}
        </button>
      </header>
      <main className="m-main">
        <JustDone />
        {children}
      </main>
      <nav className="m-tabs" aria-label={t('team.nav.label')}>
        {TABS.map(({ tab: each, sign, to }) => (
          <a key={each} href={href(...to)} aria-current={each === tab ? 'page' : undefined}>
            <TeamIcon sign={sign} />
            {t(`team.nav.${each}`)}
            {counts[each] ? <span className="m-count">{shortly(counts[each])}</span> : null}
          </a>
        ))}
      </nav>
    </div>
  );
}

/** A mark beside a sign has room for two figures. */
const shortly = (number: number): string => (number > 99 ? '99+' : String(number));

function JustDone() {
  const told = useTold();
  const { t } = useSay();
  const refusal = useRefusal();
  const undo = useMutation({
    mutationFn: (back: () => Promise<unknown>) => back(),
    onSuccess: async () => {
      tell({ text: t('team.undone') });
      await client.invalidateQueries();
    },
    onError: (error) => tell({ text: refusal(error) }),
  });
  return (
    <div role="status">
      {told && (
        <div className="m-note t-told" data-tone="good">
          <p>{told.text}</p>
          {told.undo && (
            <button
              type="button"
              className="m-button"
              disabled={undo.isPending}
              onClick={() => undo.mutate(told.undo!)}
            >
              {t('team.undo')}
            </button>
          )}
          <button type="button" className="m-button" data-kind="quiet" onClick={() => tell(null)}>
            {t('team.close')}
          </button>
        </div>
      )}
    </div>
  );
}
