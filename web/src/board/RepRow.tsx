// One rep in the list: what he does, how far the day is, when he was last heard, what is wrong.
import { UnstyledButton } from '@mantine/core';
import { IconBattery1 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { StatusMark } from '../app/glyphs';
import { useFormat } from '../format/useFormat';
import { freshness } from '../live/world';
import type { Row } from './rows';

const LOW_BATTERY = 20;

export function RepRow({
  row,
  selected,
  onPick,
}: {
  row: Row;
  selected: boolean;
  onPick: (rep: number) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = serverNow();
  const age = row.seenAt === null ? null : now - row.seenAt;
  const stale = row.seenAt === null ? 'hollow' : freshness(row.seenAt, now);
  const silent = row.status === 'no_signal' && row.seenAt !== null;
  const seen = age === null ? t('row.never_seen') : format.age(age);
  const done = row.planned > 0 ? Math.min(1, row.visited / row.planned) : 0;
  // The status chip already says what the rep does.
  const badges = row.exceptions.filter((exception) => exception !== row.status);
  return (
    <UnstyledButton
      className="fb-row"
      data-rep={row.id}
      data-stale={stale}
      aria-current={selected ? 'true' : undefined}
      onClick={() => onPick(row.id)}
    >
      <StatusMark status={row.status} size={24} faded={stale === 'faded'} />
      <span className="fb-row-main">
        <span className="fb-row-name">{row.name}</span>
        <span className="fb-row-status">
          <span data-status={row.status}>
            {silent ? t('row.silent_since', { time: format.clock(row.seenAt!) }) : t(`status.${row.status}`)}
          </span>
          {badges.map((badge) => (
            <span key={badge} className="fb-badge" data-exception={badge}>
              {badge === 'backlog' ? t('exception.backlog', { count: row.backlog }) : t(`exception.${badge}`)}
            </span>
          ))}
        </span>
        <span className="fb-row-facts">
          {row.firstCheckInAt && row.lastCheckInAt
            ? t('row.calls', {
                first: format.clock(row.firstCheckInAt),
                last: format.clock(row.lastCheckInAt),
              })
            : t('row.no_call')}
          {row.distanceM > 0 && <span>{format.kilometres(row.distanceM)}</span>}
        </span>
      </span>
      <span className="fb-row-end">
        <span
          className="fb-row-count"
          title={t('row.visited_of', { visited: row.visited, planned: row.planned })}
        >
          <b>{row.visited}</b>/{row.planned}
        </span>
        <span className="fb-bar" aria-hidden="true">
          <span style={{ width: `${done * 100}%` }} />
        </span>
        <span className="fb-row-seen">
          {row.battery !== null && row.battery <= LOW_BATTERY && (
            <span className="fb-low" title={t('row.battery', { percent: format.percent(row.battery / 100) })}>
              <IconBattery1 size={15} aria-hidden="true" />
              {format.percent(row.battery / 100)}
            </span>
          )}
          {seen}
        </span>
      </span>
    </UnstyledButton>
  );
}
