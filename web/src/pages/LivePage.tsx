// The supervisor's home: rep list, map, and a drawer that goes from rep to visit. The address holds the selection.
import 'maplibre-gl/dist/maplibre-gl.css';
import './live.css';
import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { IconDeviceMobile, IconMessage } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { session as sessionQuery } from '../api/queries';
import { has, useRights } from '../app/rights';
import { useStillOn } from '../app/useStillOn';
import { DayFigures } from '../board/DayFigures';
import { type BoardSearch, boardSearch } from '../board/filters';
import { RepList } from '../board/RepList';
import { useBoard } from '../board/useBoard';
import { VISITOR } from '../demo_phone/visitor';
import { RepDrawer } from '../drawer/RepDrawer';
import { useSos } from '../exceptions/useSos';
import { useFormat, ZoneContext } from '../format/useFormat';
import { LiveContext, LiveSession, useLive } from '../live/session';
import { MapPane } from '../map/MapPane';
import { SendMany } from '../messages/SendMany';
import { LiveFeed } from './LiveFeed';
import { ShortcutHelp } from './ShortcutHelp';
import { TopBar } from './TopBar';
import { useShortcuts } from './useShortcuts';

const route = getRouteApi('/map');
const DemoPhone = lazy(() => import('../demo_phone/DemoPhone').then((m) => ({ default: m.DemoPhone })));

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
  const isHere = useStillOn('/map');
  const format = useFormat();
  const today = format.dateAt(serverNow());
  // As long as it says the same it is the same: a rep that opens is no matter of the list's filter.
  const said = JSON.stringify(boardSearch({ ...search }));
  const filter = useMemo<BoardSearch>(() => JSON.parse(said), [said]);
  const board = useBoard(filter, today);
  const { rows, shown } = board;
  const date = search.date ?? today;
  const [pane, setPane] = useState<'map' | 'list'>('map');
  const [help, setHelp] = useState(false);
  const [following, setFollowing] = useState(false);
  /** A message to the selected rep is being written. */
  const [writing, setWriting] = useState(false);
  /** To whom a message of many goes: as the list stood when it was asked for. */
  const [many, setMany] = useState<typeof shown | null>(null);
  const session = useQuery(sessionQuery).data;
  const rights = useRights();
  const [phoning, setPhoning] = useState(false);
  const phoneTool = useRef<HTMLButtonElement>(null);
  /** Whose phone a visitor may move; nobody's where people really work. */
  const visitor = session?.demo ? rows.find(({ code }) => code === VISITOR)?.id : undefined;
  const mapTools = useMemo(
    () =>
      visitor !== undefined && (
        <ActionIcon
          ref={phoneTool}
          variant="default"
          size="lg"
          className="fb-demo-tool"
          aria-label={t('demo_phone.title')}
          title={t('demo_phone.title')}
          aria-expanded={phoning}
          onClick={() => setPhoning((on) => !on)}
        >
          <IconDeviceMobile size={20} />
        </ActionIcon>
      ),
    [visitor, phoning, t],
  );
  const mayMessage = has(rights, 'send_messages');
  const list = useRef<{ move(by: number): void; search(): void }>(null);

  const go = useMemo(
    () => ({
      rep: (rep: number | undefined) =>
        void navigate({
          search: (old) =>
            rep === old.rep && !old.visit
              ? old
              : { ...old, rep, visit: undefined, order: undefined, date: rep ? old.date : undefined },
        }),
      visit: (visit: string | undefined) =>
        void navigate({ search: (old) => ({ ...old, visit, order: undefined }) }),
      order: (order: string | undefined) => void navigate({ search: (old) => ({ ...old, order }) }),
      date: (next: string | undefined) =>
        void navigate({
          search: (old) => ({ ...old, date: next, visit: undefined, order: undefined }),
          replace: true,
        }),
      filter: (change: BoardSearch) =>
        void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
      view: (at: string) => {
        if (isHere()) void navigate({ search: (old) => ({ ...old, at }), replace: true });
      },
      close: () => go.rep(undefined),
    }),
    [navigate, isHere],
  );

  const pick = useCallback(
    (rep: number) => {
      go.rep(rep);
      setPane('map');
    },
    [go],
  );
  const askHelp = useCallback(() => setHelp(true), []);
  const letGo = useCallback(() => setFollowing(false), []);
  const tools = useMemo(
    () =>
      mayMessage && (
        <Button
          size="compact-sm"
          variant="default"
          className="fb-message-many"
          leftSection={<IconMessage size={15} />}
          disabled={shown.length === 0}
          title={t('messages.to', { count: shown.length })}
          onClick={() => setMany(shown)}
        >
          {t('messages.many', { count: shown.length })}
        </Button>
      ),
    [mayMessage, shown, t],
  );

  // Another rep ends the chase, and what was being written to the one before.
  useEffect(() => {
    setFollowing(false);
    setWriting(false);
  }, [search.rep]);
  useEffect(() => {
    live.map?.follow(following);
  }, [live, following]);
  // Wherever the map looks, whoever asks for help is on it.
  const helpless = useSos()?.[0]?.rep_id;
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
    r: () => {
      if (search.rep !== undefined && has(rights, 'read_track'))
        void navigate({ to: '/replay', search: { reps: search.rep, date } });
    },
    m: () => {
      if (!mayMessage) return;
      if (search.rep === undefined) return shown.length > 0 && setMany(shown);
      if (search.visit) go.visit(undefined);
      setWriting(true);
    },
    d: () => visitor !== undefined && setPhoning((on) => !on),
    Escape: () => {
      if (search.order) go.order(undefined);
      else if (search.visit) go.visit(undefined);
      else if (search.rep !== undefined) go.rep(undefined);
      else setPhoning(false);
    },
  });

  return (
    <div className="fb-shell" data-pane={pane} data-drawer={search.rep !== undefined}>
      <TopBar onHelp={askHelp} />
      <DayFigures board={board} search={filter} onFilter={go.filter} />
      <div className="fb-body">
        <RepList
          ref={list}
          board={board}
          search={filter}
          today={today}
          selected={search.rep}
          onFilter={go.filter}
          onPick={pick}
          tools={tools}
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
            tools={mapTools}
            onLetGo={letGo}
            onView={go.view}
          />
          {phoning && visitor !== undefined && (
            <Suspense>
              <DemoPhone
                rep={visitor}
                today={today}
                onShow={pick}
                onClose={() => {
                  setPhoning(false);
                  phoneTool.current?.focus();
                }}
              />
            </Suspense>
          )}
          <LiveFeed
            rows={rows}
            onOpen={(rep, visit) =>
              void navigate({ search: (old) => ({ ...old, rep, visit, order: undefined, date: undefined }) })
            }
          />
          {search.rep !== undefined && (
            <RepDrawer
              rep={search.rep}
              row={rows.find((row) => row.id === search.rep)}
              visit={search.visit}
              order={search.order}
              date={date}
              today={today}
              following={following}
              onFollow={setFollowing}
              writing={writing}
              onWriting={mayMessage ? setWriting : undefined}
              onDate={go.date}
              onVisit={go.visit}
              onOrder={go.order}
              onClose={go.close}
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
      <SendMany to={many} onClose={() => setMany(null)} />
      <ShortcutHelp opened={help} hasPhone={visitor !== undefined} onClose={() => setHelp(false)} />
    </div>
  );
}
