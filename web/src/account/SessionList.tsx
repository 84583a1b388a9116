// Where somebody is signed in, one line a browser: which, how it was opened, from where, and when it was used last.
import './sessions.css';
import { Button } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { deviceName } from '../app/device_name';
import { useFormat } from '../format/useFormat';
import { type UserSession, WAYS } from './account';

const ON_A_PHONE = /iPhone|Android|Mobile/;

export function SessionList({
  sessions,
  onEnd,
}: {
  sessions: readonly UserSession[];
  /** Left out: they are not ended one by one. */
  onEnd?: (session: UserSession) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useSessionName();
  return (
    <ul className="fb-rec-lines fb-sessions">
      {sessions.map((session) => {
        const Icon = ON_A_PHONE.test(session.agent) ? IconDeviceMobile : IconDeviceDesktop;
        const way = WAYS.find((way) => way === session.way);
        return (
          <li key={session.id} data-session={session.current ? 'current' : 'other'}>
            <div className="fb-session">
              <Icon size={20} aria-hidden="true" />
              <div>
                <strong title={session.agent}>{name(session)}</strong>{' '}
                {session.current && (
                  <span className="fb-rec-tag" data-tone="ok">
                    {t('account.sessions.this')}
                  </span>
                )}
                <p className="fb-dim">
                  {t('account.sessions.used', { when: format.lately(session.last_seen_at) })}
                  {session.address && ` · ${session.address}`}
                </p>
                <p className="fb-dim">
                  {t('account.sessions.since', { when: format.moment(session.created_at) })}
                  {way && ` · ${t(`account.sessions.way.${way}`)}`}
                </p>
              </div>
            </div>
            {onEnd && !session.current && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t('account.sessions.end_named', { name: name(session) })}
                onClick={() => onEnd(session)}
              >
                {t('account.sessions.end')}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** A browser by its name, another program by what it calls itself. */
export function useSessionName(): (session: UserSession) => string {
  const { t } = useTranslation();
  return ({ agent }) => deviceName(agent) || agent.split(/[/\s]/)[0] || t('account.sessions.unknown');
}
