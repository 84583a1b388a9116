// A rep's day: how far the plan is, when the calls were, how the time was spent, every stop and visit.
import { ActionIcon, Alert, Button, Skeleton, Tooltip } from '@mantine/core';
import {
  IconAlertCircle,
  IconChevronLeft,
  IconChevronRight,
  IconCurrentLocation,
  IconMessage,
  IconPhone,
  IconPlayerPlay,
  IconX,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { repDay } from '../api/queries';
import type { RepDay } from '../api/types';
import { StatusMark } from '../app/glyphs';
import { problemText } from '../app/problem';
import { has, useRights } from '../app/rights';
import { SignalMark } from '../board/SignalMark';
import { shiftDate } from '../format/format';
import { useFormat } from '../format/useFormat';
import { RepMessages } from '../messages/RepMessages';
import { useShortcuts } from '../pages/useShortcuts';
import type { DrawerProps } from './RepDrawer';
import { StopList } from './StopList';
import { WorkingTime } from './TimeBand';
import { WhyUnseen } from './WhyUnseen';

export function RepDayPanel({
  rep,
  row,
  date,
  today,
  following,
  onFollow,
  writing,
  onWriting,
  onDate,
  onVisit,
  onClose,
}: DrawerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(repDay(rep, date));
  const day = query.data;
  const isToday = date === today;
  const rights = useRights();
  const back = () => onDate(shiftDate(date, -1));
  const forward = () => {
    const next = shiftDate(date, 1);
    if (next <= today) onDate(next === today ? undefined : next);
  };
  useShortcuts({ '[': back, ']': forward });
  const name = day?.rep.name ?? row?.name ?? '…';

  return (
    <>
      <header className="fb-drawer-head">
        {row && isToday ? <StatusMark status={row.work} size={30} faded={row.signal === 'silent'} /> : null}
        <div className="fb-drawer-title">
          <h2>{name}</h2>
          <p>
            {row?.code ?? day?.rep.code}
            {row ? ` · ${row.team}` : ''}
          </p>
        </div>
        {day?.rep.phone && (
          <Tooltip label={day.rep.phone}>
            <ActionIcon
              component="a"
              href={`tel:${day.rep.phone}`}
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('day.call', { phone: day.rep.phone })}
            >
              <IconPhone size={19} />
            </ActionIcon>
          </Tooltip>
        )}
        {has(rights, 'read_track') && (
          <Tooltip label={`${t('replay.open')} (r)`}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('replay.open')}
              data-testid="replay"
              renderRoot={(props) => <Link to="/replay" search={{ reps: rep, date }} {...props} />}
            >
              <IconPlayerPlay size={19} />
            </ActionIcon>
          </Tooltip>
        )}
        {onWriting && (
          <Tooltip label={`${t('messages.write')} (m)`}>
            <ActionIcon
              variant={writing ? 'light' : 'subtle'}
              color={writing ? 'indigo' : 'gray'}
              size="lg"
              aria-label={t('messages.write')}
              aria-expanded={writing}
              onClick={() => onWriting(!writing)}
            >
              <IconMessage size={19} />
            </ActionIcon>
          </Tooltip>
        )}
        {isToday && (
          <Tooltip label={`${t('day.follow')} (f)`}>
            <ActionIcon
              variant={following ? 'filled' : 'subtle'}
              color={following ? 'indigo' : 'gray'}
              size="lg"
              aria-label={t('day.follow')}
              aria-pressed={following}
              onClick={() => onFollow(!following)}
            >
              <IconCurrentLocation size={19} />
            </ActionIcon>
          </Tooltip>
        )}
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('app.close')} onClick={onClose}>
          <IconX size={19} />
        </ActionIcon>
      </header>
      <div className="fb-date">
        <ActionIcon variant="subtle" color="gray" aria-label={t('day.before')} onClick={back}>
          <IconChevronLeft size={18} />
        </ActionIcon>
        <strong>{isToday ? t('day.today', { date: format.day(date) }) : format.day(date)}</strong>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('day.after')}
          disabled={isToday}
          onClick={forward}
        >
          <IconChevronRight size={18} />
        </ActionIcon>
        {isToday && row && (
          <span className="fb-date-seen">
            <SignalMark row={row} />
          </span>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-drawer-body" tabIndex={0} aria-label={t('day.title')}>
        {onWriting && (
          <RepMessages key={`messages${rep}`} rep={rep} writing={writing} onWriting={onWriting} />
        )}
        {query.isPending && <Waiting />}
        {query.isError && !day && (
          <Alert color="red" icon={<IconAlertCircle />} title={t('day.failed')} role="alert">
            {problemText(query.error, t)}
            <Button mt="sm" size="xs" variant="light" color="red" onClick={() => void query.refetch()}>
              {t('app.retry')}
            </Button>
          </Alert>
        )}
        {row && isToday && row.backlog > 0 && (
          <Alert color="yellow" icon={<IconAlertCircle />} mb="md">
            {t('day.backlog', { count: row.backlog })}
          </Alert>
        )}
        {day?.unsynced_since && (
          <Alert color="yellow" icon={<IconAlertCircle />} mb="md" data-testid="unsynced">
            {t('day.unsynced')}
          </Alert>
        )}
        {row && isToday && <WhyUnseen key={rep} rep={rep} asked={row.signal === 'silent'} />}
        {day && (
          <>
            <Progress day={day} />
            <Facts day={day} />
            <WorkingTime day={day} onVisit={onVisit} />
            <StopList day={day} onVisit={onVisit} />
          </>
        )}
      </section>
    </>
  );
}

function Progress({ day }: { day: RepDay }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { planned, planned_visited, plan_compliance } = day.kpis;
  const judged = (overall: string) =>
    day.visits.filter((v) => v.state !== 'cancelled' && v.effective_overall === overall).length;
  return (
    <div className="fb-progress">
      <div className="fb-progress-line">
        <span>
          <b>{format.count(planned_visited)}</b> / {format.count(planned)} {t('day.planned_visited')}
        </span>
        {planned > 0 && plan_compliance !== null && <span>{format.percent(plan_compliance)}</span>}
      </div>
      <div className="fb-bar fb-bar-big" aria-hidden="true">
        <span style={{ width: `${planned ? Math.min(100, (planned_visited / planned) * 100) : 0}%` }} />
      </div>
      <p className="fb-verdict-counts">
        {(['valid', 'review', 'invalid'] as const).map((overall) => (
          <span key={overall} data-overall={overall}>
            {format.count(judged(overall))} {t(`verdict.overall.${overall}`)}
          </span>
        ))}
      </p>
    </div>
  );
}

function Facts({ day }: { day: RepDay }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts: [string, string, string?][] = [
    [t('day.first_call'), day.first_call_at ? format.clock(day.first_call_at) : '–'],
    [t('day.last_call'), day.last_call_at ? format.clock(day.last_call_at) : '–'],
    [
      t('day.distance'),
      format.kilometres(day.distance_m),
      day.hole_distance_m > 50
        ? t('day.hole_distance', { distance: format.kilometres(day.hole_distance_m) })
        : undefined,
    ],
    [
      t('day.productive'),
      `${format.count(day.kpis.pc)} / ${format.count(day.kpis.tc)}`,
      day.kpis.strike_rate === null
        ? undefined
        : t('day.strike_rate', { rate: format.percent(day.kpis.strike_rate) }),
    ],
  ];
  return (
    <dl className="fb-facts">
      {facts.map(([label, value, note]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value}
            {note && <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function Waiting() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('app.loading')}>
      <Skeleton h={64} mb="md" />
      <Skeleton h={96} mb="md" />
      <Skeleton h={220} />
    </div>
  );
}
