// The supervisor's part of the phone app: who is signed in, and which screen the address means. It speaks with the
// server by requests alone and has no share in the rep's phone: no queue, no positions, no lock.
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { settle } from '../../push/device';
import { Opening } from '../app/App';
import { leads } from '../app/supervisor';
import { addWords } from '../i18n';
import { useRoute } from '../route';
import { Alert } from './Alert';
import { Alerts } from './Alerts';
import { client, standing } from './client';
import { Joint } from './Joint';
import { recall } from './kept';
import { Me, SignOut } from './Me';
import { Members } from './Members';
import { RepDay } from './RepDay';
import { SignIn } from './SignIn';
import { MeContext, useSay } from './say';
import { TeamFrame } from './TeamFrame';
import { Wait } from './Wait';
import { Waits } from './Waits';
import { Write } from './Write';
import './team.css';

const words = import.meta.glob<{ default: object }>('./i18n/*.json');

/** Before anything is shown: the words, and what this phone knew of the team. */
export async function prepare() {
  await Promise.all([addWords(words), recall(client)]);
}

export function Team() {
  return (
    <QueryClientProvider client={client}>
      <Gate />
    </QueryClientProvider>
  );
}

function Gate() {
  const { t } = useTranslation();
  const { data: who, isPending, error } = useQuery(standing);
  const person = who && who !== 'expired' ? who.user.id : undefined;
  useEffect(() => {
    // What the one before was told of is not for who is here now. Where it fails it is tried at the next start.
    if (who && who !== 'expired') settle(who).catch(() => undefined);
  }, [person]);
  if (isPending) return <Opening />;
  if (!who || who === 'expired') return <SignIn expired={who === 'expired'} fault={error} />;
  if (!leads(who))
    return (
      <main className="m-full">
        <h1>{t('team.not_yours.title')}</h1>
        <p>{t('team.not_yours.what', { name: who.user.name })}</p>
        <a className="m-button" data-kind="main" href="/">
          {t('team.not_yours.console')}
        </a>
        <SignOut />
      </main>
    );
  if (who.second_factor_due)
    return (
      <main className="m-full">
        <h1>{t('team.due.title')}</h1>
        <p>{t('team.due.what')}</p>
        <a className="m-button" data-kind="main" href="/account">
          {t('team.due.go')}
        </a>
        <SignOut />
      </main>
    );
  return (
    <MeContext value={who}>
      <Screens />
    </MeContext>
  );
}

function Screens() {
  const { t, today } = useSay();
  const [, page = 'team', what = '', more = ''] = useRoute();
  const screen = (title: string, content: React.ReactNode, tab?: 'team' | 'alerts' | 'waits' | 'me') => (
    <TeamFrame key={`${page} ${what} ${more}`} title={title} tab={tab}>
      {content}
    </TeamFrame>
  );
  switch (page) {
    case 'rep':
      return screen(t('team.day.title'), <RepDay rep={Number(what)} date={more || today()} />);
    case 'write':
      return screen(t('team.write.title'), <Write rep={Number(what)} />);
    case 'joint':
      return screen(t('team.joint.title'), <Joint visitId={what} />);
    case 'alerts':
      return screen(t('team.nav.alerts'), <Alerts />, 'alerts');
    case 'alert':
      return screen(t('team.alert.title'), <Alert id={what} />);
    case 'waits':
      return screen(t('team.waits.title'), <Waits />, 'waits');
    case 'wait':
      return screen(t('team.waits.one'), <Wait kind={what} id={more} />);
    case 'me':
      return screen(t('team.nav.me'), <Me />, 'me');
    default:
      return screen(t('team.nav.team'), <Members />, 'team');
  }
}
