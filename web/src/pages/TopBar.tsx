// Where to go, how the connection stands, and who is logged in.
import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { memo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { AppNav } from '../app/AppNav';
import { Brand } from '../app/Brand';
import { LanguageMenu, SchemeToggle } from '../app/Preferences';
import { SosAlert } from '../exceptions/SosAlert';
import { useBeat, useLive } from '../live/session';
import { UserMenu } from './UserMenu';

export const TopBar = memo(function TopBar({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <header className="fb-top">
        <Brand />
        <AppNav />
        <div className="fb-top-end">
          <ConnectionPill />
          <Tooltip label={t('help.title')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('help.title')}
              onClick={onHelp}
              className="fb-wide-only"
            >
              <IconKeyboard size={20} />
            </ActionIcon>
          </Tooltip>
          <LanguageMenu />
          <SchemeToggle />
          <UserMenu />
        </div>
      </header>
      <SosAlert />
    </>
  );
});

function ConnectionPill() {
  const { t } = useTranslation();
  const { client } = useLive();
  useBeat();
  const connection = useSyncExternalStore(client.subscribe, client.snapshot);
  const seconds =
    connection.state === 'waiting' ? Math.max(1, Math.ceil((connection.retryAt - Date.now()) / 1000)) : 0;
  const words =
    connection.state === 'live'
      ? t('connection.live')
      : connection.state === 'connecting'
        ? t('connection.connecting')
        : connection.state === 'refused'
          ? t('connection.refused')
          : t('connection.waiting', { count: seconds });
  return (
    <>
      {connection.state === 'waiting' ? (
        <UnstyledButton
          className="fb-connection"
          data-state="waiting"
          onClick={client.retryNow}
          title={t('connection.retry')}
        >
          <span className="fb-dot" />
          <span className="fb-connection-text">{words}</span>
        </UnstyledButton>
      ) : (
        <span className="fb-connection" data-state={connection.state} title={words}>
          <span className="fb-dot" />
          <span className="fb-connection-text">{words}</span>
        </span>
      )}
      <span role="status" className="fb-hidden">
        {connection.state === 'waiting' ? t('connection.lost') : words}
      </span>
    </>
  );
}
