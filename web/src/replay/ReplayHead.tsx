// Which day is replayed, and that reading it is seen.
import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconKeyboard, IconMap2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';

export function ReplayHead({
  reps,
  date,
  today,
  onDate,
  onShift,
  onHelp,
}: {
  reps: readonly number[];
  date: string;
  today: string;
  onDate: (date: string) => void;
  onShift: (days: number) => void;
  onHelp: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <header className="fb-replay-head">
      <h1>{t('replay.title')}</h1>
      <div className="fb-replay-date">
        <ActionIcon variant="subtle" color="gray" aria-label={t('day.before')} onClick={() => onShift(-1)}>
          <IconChevronLeft size={18} />
        </ActionIcon>
        <TextInput
          type="date"
          size="xs"
          aria-label={t('replay.date')}
          value={date}
          max={today}
          onChange={(event) => event.currentTarget.value && onDate(event.currentTarget.value)}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('day.after')}
          disabled={date >= today}
          onClick={() => onShift(1)}
        >
          <IconChevronRight size={18} />
        </ActionIcon>
        <strong className="fb-wide-only">
          {date === today ? t('day.today', { date: format.day(date) }) : format.day(date)}
        </strong>
      </div>
      <p className="fb-replay-logged fb-dim">{t('replay.logged')}</p>
      <Tooltip label={t('replay.to_map')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('replay.to_map')}
          renderRoot={(props) => (
            <Link
              to="/map"
              search={{ rep: reps[0], date: reps.length > 0 && date < today ? date : undefined }}
              {...props}
            />
          )}
        >
          <IconMap2 size={20} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${t('help.title')} (?)`}>
        <ActionIcon
          className="fb-wide-only"
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('help.title')}
          onClick={onHelp}
        >
          <IconKeyboard size={20} />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}
