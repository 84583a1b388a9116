// One rep's month: what was measured of each day, what holds, and the way to the day itself.
import { ActionIcon, Alert, Button, Skeleton } from '@mantine/core';
import { IconAlertCircle, IconArrowLeft, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { has, useRights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { CorrectionForm } from './CorrectionForm';
import { Files } from './Files';
import { isCorrected, type RepMonth, repMonth, type SheetDay } from './timesheets';

export function RepSheet({ rep, month, onBack }: { rep: number; month: string; onBack: () => void }) {
  const { t } = useTranslation();
  const query = useQuery(repMonth(rep, month));
  const sheet = query.data;
  return (
    <section className="fb-sheets-rep" aria-label={sheet?.rep.name ?? t('timesheet.title')}>
      <header className="fb-sheets-head">
        <ActionIcon variant="subtle" color="gray" aria-label={t('timesheet.back')} onClick={onBack}>
          <IconArrowLeft size={19} />
        </ActionIcon>
        <div className="fb-sheets-who">
          <h2>{sheet?.rep.name ?? '…'}</h2>
          <p className="fb-dim">{sheet && `${sheet.rep.code} · ${sheet.rep.org_unit_name}`}</p>
        </div>
        {sheet && <Files rep={rep} month={month} name={sheet.rep.name} />}
      </header>
      {query.isPending && <Skeleton h={300} role="status" aria-label={t('app.loading')} />}
      {query.isError && (
        <Alert color="red" icon={<IconAlertCircle />} title={t('timesheet.failed')} role="alert">
          {problemText(query.error, t)}
          <Button mt="sm" size="xs" variant="light" color="red" onClick={() => void query.refetch()}>
            {t('app.retry')}
          </Button>
        </Alert>
      )}
      {sheet && <Month sheet={sheet} />}
    </section>
  );
}

function Month({ sheet }: { sheet: RepMonth }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rights = useRights();
  const mayCorrect = has(rights, 'correct_time');
  const [open, setOpen] = useState<string>();
  const { totals } = sheet;
  const sums: [string, string][] = [
    [t('timesheet.worked'), format.duration(totals.worked_s)],
    [t('timesheet.measured'), format.duration(totals.measured_s)],
    [t('timesheet.days'), `${format.count(totals.days_worked)} / ${format.count(totals.days_planned)}`],
    [t('timesheet.missed'), format.count(totals.days_missed)],
    [t('timesheet.late'), format.count(totals.late_starts)],
    [t('timesheet.distance'), format.kilometres(totals.distance_m)],
  ];
  return (
    <>
      <dl className="fb-sums">
        {sums.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {sheet.days.length === 0 && <p className="fb-dim">{t('timesheet.no_days')}</p>}
      <ul className="fb-days">
        {sheet.days.toReversed().map((day) => (
          <li key={day.date} data-corrected={isCorrected(day) || undefined}>
            <DayLine
              rep={sheet.rep.id}
              day={day}
              onOpen={
                mayCorrect || day.corrections.length > 0
                  ? () => setOpen(open === day.date ? undefined : day.date)
                  : undefined
              }
              isOpen={open === day.date}
            />
            {open === day.date && (
              <CorrectionForm
                rep={sheet.rep.id}
                day={day}
                mayCorrect={mayCorrect}
                onDone={() => setOpen(undefined)}
              />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function DayLine({
  rep,
  day,
  onOpen,
  isOpen,
}: {
  rep: number;
  day: SheetDay;
  onOpen: (() => void) | undefined;
  isOpen: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const span = (worked: SheetDay['holds']) =>
    worked?.started_at && worked.ended_at
      ? `${format.clock(worked.started_at)}–${format.clock(worked.ended_at)}`
      : '–';
  const notes = [
    day.holiday ?? undefined,
    day.absence ? t(`absence.${day.absence}`) : undefined,
    day.planned && !day.holds && !day.absence ? t('timesheet.not_worked') : undefined,
    day.late_start_s === null ? undefined : t('day.late_start', { late: format.duration(day.late_start_s) }),
    day.running ? t('timesheet.running') : undefined,
    day.auto_ended ? t('timesheet.auto_ended') : undefined,
  ].filter((note) => note !== undefined);
  return (
    <div className="fb-day-line">
      <Link
        to="/map"
        search={{ rep, date: day.date }}
        aria-label={t('timesheet.to_day', { date: format.day(day.date) })}
      >
        {format.day(day.date)}
      </Link>
      <div className="fb-day-time">
        <span>
          {span(day.holds)}
          {day.holds && <b>{format.duration(day.holds.worked_s)}</b>}
        </span>
        {isCorrected(day) && (
          <small>
            {t('timesheet.machine', {
              span: span(day.measured),
              time: day.measured ? format.duration(day.measured.worked_s) : '–',
            })}
          </small>
        )}
        {notes.length > 0 && <small className="fb-day-notes">{notes.join(' · ')}</small>}
      </div>
      {onOpen && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('timesheet.correct', { date: format.day(day.date) })}
          aria-expanded={isOpen}
          onClick={onOpen}
        >
          <IconPencil size={17} />
        </ActionIcon>
      )}
    </div>
  );
}
