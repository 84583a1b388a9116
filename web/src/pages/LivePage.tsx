// The supervisor's home: rep list, map, and a drawer that goes from rep to visit. The address holds the selection.
import 'maplibre-gl/dist/maplibre-gl.css';
import './live.css';
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { session as sessionQuery } from '../api/queries';
import { DayFigures } from '../board/DayFigures';
import type { BoardSearch } from '../board/filters';
import { RepList } from '../board/RepList';
import { useBoard } from '../board/useBoard';
import { RepDrawer } from '../drawer/RepDrawer';
import { sosQuery } from '../exceptions/exceptions';
import { useFormat, ZoneContext } from '../format/useFormat';
import { LiveContext, LiveSession, useLive } from '../live/session';
import { MapPane } from '../map/MapPane';
import { LiveFeed } from './LiveFeed';
import { ShortcutHelp } from './ShortcutHelp';
import { TopBar } from './TopBar';
import { useShortcuts } from './useShortcuts';

const route = getRouteApi('/map');

export function LivePage() {
  const navigate = useNavigate();
  const session = useQuery(sessionQuery).data;
  const [live, setLive] = useState<LiveSession | null>(null);
  useEffect(() => {
    const made = new LiveSession(
      () => void navigate({ to: '/login', search: { next: location.pathname + location.search } }),
    );
    setLive(made);
    return () => made.stop();
  }, [navigate]);
  if (!live || !session) return null;
  return (
    <ZoneContext.Provider value={session.company?.time_zone ?? 'UTC'}>
      <LiveContext.Provider value={live}>
        <Board />
      </LiveContext.Provider>
    </ZoneContext.Provider>
  );
}

function Board() {
  const { t } = useTranslation();
  const live = useLive();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/map' });
  const format = useFormat();
  const today = format.dateAt(serverNow());
  const board = useBoard(search, today);
  const { rows } = board;
  const date = search.date ?? today;
  const [pane, setPane] = useState<'map' | 'list'>('map');
  const [help, setHelp] = useState(false);
  const [following, setFollowing] = useState(false);
  const list = useRef<{ move(by: number): void; search(): void }>(null);

  const go = useMemo(
    () => ({
      rep: (rep: number | undefined) =>
        void navigate({
          search: (old) =>
            rep === old.rep && !old.visit
              ? old
              : { ...old, rep, visit: undefined, date: rep ? old.date : undefined },
        }),
      visit: (visit: string | undefined) => void navigate({ search: (old) => ({ ...old, visit }) }),
      date: (next: string | undefined) =>
        void navigate({ search: (old) => ({ ...old, date: next, visit: undefined }), replace: true }),
      filter: (change: BoardSearch) =>
        void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
    }),
    [navigate],
  );

  const pick = (rep: number) => {
    go.rep(rep);
    setPane('map');
  };

  // Another rep ends the chase.
  useEffect(() => setFollowing(false), [search.rep]);
  useEffect(() => {
    live.map?.follow(following);
  }, [live, following]);
  // Wherever the map looks, whoever asks for help is on it.
  const helpless = useQuery(sosQuery).data?.[0]?.rep_id;
  const followed = search.rep ?? helpless ?? null;
  useEffect(() => live.client.follow(followed), [live, followed]);
  const isNarrowed = board.only !== null;
  useEffect(() => live.client.narrow(search.team, isNarrowed), [live, search.team, isNarrowed]);

  useShortcuts({
    '/': () => {
      setPane('list');
      list.current?.search();
    },
    '?': () => setHelp(true),
    ArrowDown: () => list.current?.move(1),
    ArrowUp: () => list.current?.move(-1),
    f: () => search.rep !== undefined && setFollowing((on) => !on),
    Escape: () =>
      search.visit ? go.visit(undefined) : search.rep !== undefined ? go.rep(undefined) : undefined,
  });

  return (
    <div className="fb-shell" data-pane={pane} data-drawer={search.rep !== undefined}>
      <TopBar onHelp={() => setHelp(true)} />
      <DayFigures
        board={board}
        search={search}
        onBy={(by) => go.filter({ by })}
        onShow={(show) => go.filter({ show })}
      />
      <div className="fb-body">
        <RepList
          ref={list}
          board={board}
          search={search}
          today={today}
          selected={search.rep}
          onFilter={go.filter}
          onPick={pick}
        />
        <main className="fb-stage" aria-label={t('map.title')}>
          <MapPane
            rep={search.rep}
            visit={search.visit}
            date={date}
            isToday={date === today}
            only={board.only}
            initial={search.at}
            still={search.still === 1}
            onRep={pick}
            onVisit={go.visit}
            onView={(at) => void navigate({ search: (old) => ({ ...old, at }), replace: true })}
          />
          <LiveFeed
            rows={rows}
            onOpen={(rep, visit) =>
              void navigate({ search: (old) => ({ ...old, rep, visit, date: undefined }) })
            }
          />
          {search.rep !== undefined && (
            <RepDrawer
              rep={search.rep}
              row={rows.find((row) => row.id === search.rep)}
              visit={search.visit}
              date={date}
              today={today}
              following={following}
              onFollow={setFollowing}
              onDate={go.date}
              onVisit={go.visit}
              onClose={() => go.rep(undefined)}
            />
          )}
        </main>
      </div>
      <SegmentedControl
        className="fb-switch"
        value={pane}
        onChange={(value) => setPane(value as 'map' | 'list')}
        data={[
          { value: 'list', label: t('list.title') },
          { value: 'map', label: t('map.title') },
        ]}
        aria-label={t('map.switch')}
        fullWidth
      />
      <ShortcutHelp opened={help} onClose={() => setHelp(false)} />
    </div>
  );
}
