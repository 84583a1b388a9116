// Where one is signed in oneself: one session is ended, or all but this one.
import { Alert, Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { Confirm } from '../records/Confirm';
import { Said } from '../records/Said';
import { endOthers, endSession, ownSessions, type UserSession } from './account';
import { SessionList, useSessionName } from './SessionList';

export function OwnSessions() {
  const { t } = useTranslation();
  const name = useSessionName();
  const list = useQuery(ownSessions);
  const [ending, setEnding] = useState<UserSession | 'others' | null>(null);
  const [said, setSaid] = useState('');
  const ended = async (words: string) => {
    setEnding(null);
    setSaid(words);
    await queryClient.invalidateQueries({ queryKey: ownSessions.queryKey });
  };
  const one = useMutation({
    mutationFn: () => endSession((ending as UserSession).id),
    onSuccess: () => ended(t('account.sessions.ended', { count: 1 })),
  });
  const others = useMutation({
    mutationFn: endOthers,
    onSuccess: ({ ended: count }) => ended(t('account.sessions.ended', { count })),
  });
  const act = ending === 'others' ? others : one;
  const beside = list.data?.filter(({ current }) => !current).length ?? 0;
  return (
    <section className="fb-account-card" aria-labelledby="account-sessions">
      <h2 id="account-sessions">{t('account.sessions.title')}</h2>
      <p className="fb-dim">{t('account.sessions.about')}</p>
      <Said text={said} />
      {list.isPending && <Waiting />}
      {list.isError && !list.data && (
        <Alert color="red" role="alert">
          <p>{problemText(list.error, t)}</p>
          <Button size="xs" variant="light" color="red" onClick={() => void list.refetch()}>
            {t('app.retry')}
          </Button>
        </Alert>
      )}
      {list.data && <SessionList sessions={list.data} onEnd={setEnding} />}
      {beside > 0 && (
        <div>
          <Button variant="default" onClick={() => setEnding('others')}>
            {t('account.sessions.end_others')}
          </Button>
        </div>
      )}
      {ending && (
        <Confirm
          title={
            ending === 'others'
              ? t('account.sessions.end_others')
              : t('account.sessions.end_named', { name: name(ending) })
          }
          yes={t('account.sessions.end')}
          act={act}
          onClose={() => {
            setEnding(null);
            act.reset();
          }}
        >
          <p>
            {ending === 'others'
              ? t('account.sessions.end_others_what', { count: beside })
              : t('account.sessions.end_what')}
          </p>
        </Confirm>
      )}
    </section>
  );
}
