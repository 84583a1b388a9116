// The day in numbers, how the connection stands, and who is logged in.
import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { AppNav } from '../app/AppNav';
import { Brand } from '../app/Brand';
import { LanguageMenu, SchemeToggle } from '../app/Preferences';
import type { Filter, Row } from '../board/rows';
import { SosAlert } from '../exceptions/SosAlert';
import { useFormat } from '../format/useFormat';
import { useBeat, useLive } from '../live/session';
import { UserMenu } from './UserMenu';

export function TopBar({
  rows,
  onFilter,
  onHelp,
}: {
  rows: readonly Row[];
  onFilter: (filter: Filter | undefined) => void;
  onHelp: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const sum = (of: (row: Row) => number) => rows.reduce((n, row) => n + of(row), 0);
  const visited = sum((row) => row.visited);
  const planned = sum((row) => row.planned);
  const working = sum((row) => (row.status === 'not_started' || row.status === 'off_session' ? 0 : 1));
  const trouble = sum((row) => (row.exceptions.length ? 1 : 0));
  return (
    <>
      <header className="fb-top">
        <Brand />
        <AppNav />
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these numbers filter a list */}
        <div className="fb-day" role="group" aria-label={t('top.day')}>
          <Figure
            value={`${format.count(visited)} / ${format.count(planned)}`}
            label={t('top.visited')}
            onClick={() => onFilter(undefined)}
          />
          <Figure
            value={`${format.count(working)} / ${format.count(rows.length)}`}
            label={t('top.working')}
            onClick={() => onFilter(undefined)}
          />
          <Figure
            value={format.kilometres(sum((row) => row.distanceM))}
            label={t('top.distance')}
            onClick={() => onFilter(undefined)}
          />
          <Figure
            value={format.count(trouble)}
            label={t('top.exceptions')}
            bad={trouble > 0}
            onClick={() => onFilter('exceptions')}
          />
        </div>
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
}

function Figure({
  value,
  label,
  bad,
  onClick,
}: {
  value: string;
  label: string;
  bad?: boolean;
  onClick: () => void;
}) {
  return (
    <UnstyledButton className="fb-number" data-bad={bad || undefined} onClick={onClick}>
      <strong>{value}</strong>
      <span>{label}</span>
    </UnstyledButton>
  );
}

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
