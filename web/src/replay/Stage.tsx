// One day on the clock: what is loaded, what it is shown by, and the keys. A day has its own clock.
import { Alert, Button, Skeleton } from '@mantine/core';
import { IconCalendarOff, IconRoute } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { useStillOn } from '../app/useStillOn';
import { useFormat } from '../format/useFormat';
import { Axis } from './Axis';
import { ReplayClock } from './clock';
import { Happenings } from './Happenings';
import { Hover } from './hover';
import { extentOf, standstills } from './lane';
import { RepCards } from './RepCards';
import { ReplayPane } from './ReplayPane';
import { RepPicker } from './RepPicker';
import { Said } from './Said';
import { instantOf, REPS_MAX, type ReplaySearch } from './search';
import { Transport } from './Transport';
import { useAddress } from './useAddress';
import { useDays } from './useDays';
import { useReplayKeys } from './useReplayKeys';

/** Before the first thing of the day and after the last. */
const MARGIN_MS = 180_000;

export interface StageProps {
  search: ReplaySearch;
  reps: readonly number[];
  date: string;
  today: string;
  onSearch: (next: Partial<ReplaySearch>) => void;
  onReps: (reps: readonly number[]) => void;
  onDate: (date: string) => void;
  onShift: (days: number) => void;
  onHelp: () => void;
}

export function Stage({ search, reps, date, today, onSearch, onReps, onDate, onShift, onHelp }: StageProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { zone, dayStartMin } = format;
  const isToCome = date > today;
  const [now, setNow] = useState(serverNow);
  const days = useDays(reps, date, !isToCome, now);
  const begin = () =>
    new ReplayClock({
      at: search.t === undefined ? undefined : instantOf(date, search.t, zone, dayStartMin),
      speed: search.speed ?? 20,
      skipping: search.skip === 1,
    });
  const [held, hold] = useState(() => ({ date, clock: begin() }));
  if (held.date !== date) hold({ date, clock: begin() });
  const { clock } = held;
  const [hover] = useState(() => new Hover());
  const picker = useRef<HTMLInputElement>(null);
  useEffect(() => () => clock.stop(), [clock]);

  const shown = useMemo(() => days.flatMap(({ lane }, index) => (lane ? [{ lane, index }] : [])), [days]);
  const lanes = useMemo(() => shown.map(({ lane }) => lane), [shown]);
  const extent = useMemo(() => {
    const found = extentOf(lanes);
    return found && { from: found.from - MARGIN_MS, to: found.to + MARGIN_MS };
  }, [lanes]);
  const pending = days.some((day) => day.pending);
  useEffect(() => {
    // A rep that is still on its way would move the axis twice.
    if (!pending) clock.setDay(extent, extent ? standstills(lanes, extent) : []);
  }, [clock, extent, lanes, pending]);

  const lead = search.lead ?? reps[0];
  const following = search.follow === 1;
  const isHere = useStillOn('/replay');
  useAddress(clock, search, date, (next) => isHere() && onSearch(next));
  useReplayKeys(clock, {
    follow: () => onSearch({ follow: following ? undefined : 1 }),
    lead: (number) => {
      const rep = reps[number - 1];
      if (rep !== undefined) onSearch({ lead: rep });
    },
    add: () => picker.current?.focus(),
    shift: onShift,
    help: onHelp,
  });

  const isEmpty = !pending && reps.length > 0 && lanes.length > 0 && extent === null;
  const planned = lanes.reduce((sum, lane) => sum + lane.day.plan.stops.length, 0);

  return (
    <div className="fb-replay-stage" data-empty={extent === null || undefined}>
      <div className="fb-replay-map">
        <ReplayPane
          clock={clock}
          hover={hover}
          shown={shown}
          lead={lead}
          following={following}
          still={search.still === 1}
          pending={pending}
          onFollow={(on) => onSearch({ follow: on ? 1 : undefined })}
        />
        {isToCome ? (
          <Alert
            className="fb-replay-told"
            color="yellow"
            icon={<IconCalendarOff />}
            title={t('replay.to_come', { date: format.day(date) })}
            role="alert"
          >
            {t('replay.to_come_do')}
            <Button mt="sm" size="xs" display="block" onClick={() => onDate(today)}>
              {t('replay.to_today')}
            </Button>
          </Alert>
        ) : reps.length === 0 ? (
          <Alert className="fb-replay-told" icon={<IconRoute />} title={t('replay.nobody')}>
            {t('replay.nobody_do', { most: REPS_MAX })}
          </Alert>
        ) : isEmpty ? (
          <Alert
            className="fb-replay-told"
            color="yellow"
            icon={<IconCalendarOff />}
            title={t('replay.nothing', { date: format.day(date) })}
            role="status"
          >
            {planned > 0 && `${t('replay.nothing_planned', { count: planned })} `}
            {t('replay.nothing_do')}
            <Button mt="sm" size="xs" display="block" onClick={() => onShift(-1)}>
              {t('day.before')}
            </Button>
          </Alert>
        ) : null}
      </div>
      {extent && (
        <section className="fb-replay-bar" aria-label={t('replay.clock')}>
          <Transport
            clock={clock}
            following={following}
            lanes={lanes}
            onFollow={(on) => onSearch({ follow: on ? 1 : undefined })}
          />
          <Axis clock={clock} hover={hover} shown={shown} extent={extent} lead={lead} />
        </section>
      )}
      {pending && !extent && (
        <Skeleton className="fb-replay-bar" h={160} role="status" aria-label={t('app.loading')} />
      )}
      <aside className="fb-replay-side" aria-label={t('replay.reps')}>
        <RepPicker
          input={picker}
          without={reps}
          disabled={reps.length >= REPS_MAX || isToCome}
          focused={reps.length === 0}
          onPick={(rep) => onReps([...reps, rep])}
        />
        {!isToCome && (
          <RepCards
            clock={clock}
            days={days}
            date={date}
            lead={lead}
            isToday={date === today}
            onLead={(rep) => onSearch({ lead: rep })}
            onRemove={(rep) => onReps(reps.filter((id) => id !== rep))}
            onAgain={() => setNow(serverNow())}
          />
        )}
        {lanes.length > 0 && extent && <Happenings clock={clock} shown={shown} date={date} />}
      </aside>
      <Said clock={clock} lanes={lanes} />
    </div>
  );
}
