// How a user signs in, and where: the second factor, taken off when its phone is lost, and the sessions, ended all at
// once. For who manages users.
import { Alert, Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SessionList } from '../account/SessionList';
import { queryClient, session as sessionQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { Confirm } from '../records/Confirm';
import { endSessions, sessionsOf, takeOffSecondFactor, type UserRecord, userRecord } from './users';

export function UserAccess({ user, onSaid }: { user: UserRecord; onSaid: (words: string) => void }) {
  const { t } = useTranslation();
  const self = useQuery(sessionQuery).data?.user.id === user.id;
  const sessions = useQuery(sessionsOf(user.id));
  const [asking, setAsking] = useState<'out' | 'factor' | null>(null);
  const done = async (words: string) => {
    setAsking(null);
    onSaid(words);
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: sessionsOf(user.id).queryKey }),
      queryClient.invalidateQueries({ queryKey: userRecord(user.id).queryKey }),
      queryClient.invalidateQueries({ queryKey: ['records', 'users', 'page'] }),
    ]);
  };
  const out = useMutation({
    mutationFn: () => endSessions(user.id),
    onSuccess: ({ ended: count }) => done(t('account.sessions.ended', { count })),
  });
  const off = useMutation({
    mutationFn: () => takeOffSecondFactor(user.id),
    onSuccess: () => done(t('account.user.factor_taken')),
  });
  const list = sessions.data ?? [];
  return (
    <>
      <h3>{t('account.factor.title')}</h3>
      <p className="fb-rec-p">
        <FactorTag on={user.second_factor} />{' '}
        {user.second_factor ? t('account.user.factor_on') : t('account.user.factor_off')}
      </p>
      {user.second_factor && !self && (
        <Button size="compact-sm" variant="default" color="red" onClick={() => setAsking('factor')}>
          {t('account.user.take_off')}
        </Button>
      )}
      <h3>{t('account.user.sessions')}</h3>
      {sessions.isPending && <Waiting />}
      {sessions.isError && !sessions.data && (
        <Alert color="red" role="alert">
          {problemText(sessions.error, t)}
        </Alert>
      )}
      {sessions.data && list.length === 0 && <p className="fb-dim">{t('account.user.nowhere')}</p>}
      <SessionList sessions={list} />
      {list.length > 0 && !self && (
        <Button mt="xs" size="compact-sm" variant="default" color="red" onClick={() => setAsking('out')}>
          {t('account.user.out')}
        </Button>
      )}
      {asking === 'out' && (
        <Confirm title={t('account.user.out')} yes={t('account.sessions.end')} act={out} onClose={close}>
          <p>{t('account.user.out_what', { name: user.name })}</p>
        </Confirm>
      )}
      {asking === 'factor' && (
        <Confirm
          title={t('account.user.take_off')}
          yes={t('account.user.take_off')}
          act={off}
          onClose={close}
        >
          <p>{t('account.user.take_off_what', { name: user.name })}</p>
        </Confirm>
      )}
    </>
  );

  function close() {
    setAsking(null);
    out.reset();
    off.reset();
  }
}

export function FactorTag({ on }: { on: boolean }) {
  const { t } = useTranslation();
  return (
    <span className="fb-rec-tag" data-tone={on ? 'ok' : undefined}>
      {on ? t('account.factor.on') : t('account.factor.off')}
    </span>
  );
}
