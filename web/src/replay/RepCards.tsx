// The reps on the clock: what each is doing and the day's sums up to the clock's time, and each track as a file.
import { ActionIcon, Alert, Button, Menu, Skeleton, Tooltip } from '@mantine/core';
import { IconDownload, IconRefresh, IconX } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { board } from '../api/queries';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import type { ReplayClock } from './clock';

import { type Lane, totalsAt } from './lane';
import { MarkGlyph } from './MarkGlyph';
import { FORMATS, type Format, saveTrack } from './save_track';
import { useBeat } from './useBeat';
import { type DayOfRep, isForbidden } from './useDays';
import { doingWords } from './words';

interface Props {
  clock: ReplayClock;
  days: readonly DayOfRep[];
  date: string;
  lead: number | undefined;
  isToday: boolean;
  onLead: (rep: number) => void;
  onRemove: (rep: number) => void;
  /** What is read anew goes on until now. */
  onAgain: () => void;
}

export function RepCards({ days, ...rest }: Props) {
  return (
    <ol className="fb-replay-cards">
      {days.map((day, index) => (
        <RepCard key={day.rep} day={day} index={index} {...rest} />
      ))}
    </ol>
  );
}

function RepCard({
  clock,
  day,
  index,
  date,
  lead,
  isToday,
  onLead,
  onRemove,
  onAgain,
}: Omit<Props, 'days'> & { day: DayOfRep; index: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const known = useQuery({ ...board, refetchInterval: false }).data?.find(({ id }) => id === day.rep);
  const { lane } = day;
  const name = lane?.name ?? known?.name ?? '…';
  const save = useMutation({
    mutationFn: (as: Format) =>
      saveTrack(day.rep, `${lane?.code ?? day.rep}-${date}`, format.dayBounds(date), as),
  });
  return (
    <li className="fb-replay-card" data-rep={day.rep} data-lead={day.rep === lead || undefined}>
      <div className="fb-replay-card-head">
        <button
          type="button"
          className="fb-replay-name"
          aria-pressed={day.rep === lead}
          title={t('replay.lead', { number: index + 1 })}
          onClick={() => onLead(day.rep)}
        >
          <MarkGlyph index={index} />
          <span>{name}</span>
        </button>
        {isToday && (
          <Tooltip label={t('replay.again')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`${name}: ${t('replay.again')}`}
              loading={day.pending}
              onClick={() => {
                onAgain();
                day.again();
              }}
            >
              <IconRefresh size={17} />
            </ActionIcon>
          </Tooltip>
        )}
        {lane && lane.trace.size > 0 && (
          <Menu position="bottom-end" withinPortal transitionProps={{ duration: 0 }}>
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                title={t('replay.file')}
                aria-label={`${name}: ${t('replay.file')}`}
                loading={save.isPending}
                data-testid="track-file"
              >
                <IconDownload size={17} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {FORMATS.map((as) => (
                <Menu.Item key={as} onClick={() => save.mutate(as)}>
                  {as.toUpperCase()}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('replay.remove', { name })}
          onClick={() => onRemove(day.rep)}
        >
          <IconX size={17} />
        </ActionIcon>
      </div>
      {day.pending && <Skeleton h={58} role="status" aria-label={t('app.loading')} />}
      {day.error !== null && !lane && !day.pending && (
        <Alert color="red" role="alert" title={t('day.failed')}>
          {problemText(day.error, t)}
          <Button mt="xs" size="compact-sm" variant="light" color="red" display="block" onClick={day.again}>
            {t('app.retry')}
          </Button>
        </Alert>
      )}
      {save.isError && (
        <p className="fb-replay-fault" role="alert">
          {problemText(save.error, t)}
        </p>
      )}
      {lane && <Sums clock={clock} lane={lane} />}
      {lane && lane.trace.size === 0 && (
        <p className="fb-dim">
          {day.trackError !== null
            ? isForbidden(day.trackError)
              ? t('replay.no_track_right')
              : problemText(day.trackError, t)
            : lane.sessions.length > 0 || lane.visits.length > 0
              ? t('replay.no_track')
              : t('replay.not_out')}
        </p>
      )}
      {lane && (
        <Link className="fb-replay-day" to="/map" search={{ rep: day.rep, date: isToday ? undefined : date }}>
          {t('replay.to_day')}
        </Link>
      )}
    </li>
  );
}

/** Up to the clock's time. */
function Sums({ clock, lane }: { clock: ReplayClock; lane: Lane }) {
  const { t } = useTranslation();
  const format = useFormat();
  useBeat(clock);
  if (!clock.extent) return null;
  const { metres, visits, inStoreMs } = totalsAt(lane, clock.at);
  const sums: [string, string][] = [
    [t('day.distance'), format.kilometres(metres)],
    [t('replay.visits'), `${format.count(visits)} / ${format.count(lane.visits.length)}`],
    [t('time_part.in_store'), format.duration(inStoreMs / 1000)],
  ];
  return (
    <>
      <p className="fb-replay-doing" data-testid="doing">
        {doingWords(lane, clock.at, t, format)}
      </p>
      <dl className="fb-replay-sums">
        {sums.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
