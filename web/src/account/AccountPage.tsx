// The own account: how one signs in, and where one is signed in. Where the company asks for a second factor that is not
// there yet, it is the only page that answers, and says so.
import './account.css';
import '../records/records.css';
import { Alert, Button } from '@mantine/core';
import { IconShieldLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, session as sessionQuery } from '../api/queries';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { OwnSessions } from './OwnSessions';
import { PasswordCard } from './PasswordCard';
import { SecondFactorCard } from './SecondFactorCard';

export function AccountPage() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  /** It was due when the page was opened: the other pages come back when it is on. */
  const [wasDue, setWasDue] = useState(false);
  if (!session) return null;
  const { user, company, second_factor_due: due } = session;
  if (due && !wasDue) setWasDue(true);
  return (
    <ZoneContext.Provider value={company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar alone={due} />
        <main className="fb-account">
          <header>
            <h1>{t('account.title')}</h1>
            <p className="fb-dim">{[user.name, user.login, t(`role.${user.role}.name`)].join(' · ')}</p>
          </header>
          {due && (
            <Alert
              color="yellow"
              className="fb-account-due"
              role="alert"
              icon={<IconShieldLock aria-hidden="true" />}
              title={t('account.due.title')}
            >
              {t('account.due.text')}
            </Alert>
          )}
          {wasDue && !due && (
            <Alert className="fb-account-done" color="green" role="status" title={t('account.due.done')}>
              <Button component={Link} to="/" size="xs" variant="light" color="green">
                {t('account.due.go_on')}
              </Button>
            </Alert>
          )}
          <div className="fb-account-cards">
            <div>
              <SecondFactorCard
                login={user.login}
                onChanged={async () => {
                  await queryClient.refetchQueries({ queryKey: sessionQuery.queryKey });
                  // What was refused until now is asked again.
                  queryClient.removeQueries({ predicate: ({ state }) => state.status === 'error' });
                }}
              />
              <PasswordCard login={user.login} />
            </div>
            <OwnSessions />
          </div>
        </main>
      </div>
    </ZoneContext.Provider>
  );
}
