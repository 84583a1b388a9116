// How a rep stands now: what he does, whether we hear of him, how far he is, and what needs an eye.
import type { Row } from '../../board/rows';
import { marksOf, toneOf, workTone } from './members';
import { useSay } from './say';
import { TeamIcon } from './TeamIcon';

export function MemberState({ row }: { row: Row }) {
  const { t, lately, kilometres } = useSay();
  const heard =
    row.seenAt === null ? t('team.heard.never') : t(`team.heard.${row.signal}`, { time: lately(row.seenAt) });
  return (
    <>
      <span className="t-chips">
        <span className="m-chip" data-tone={workTone(row)}>
          {t(`team.work.${row.work}`)}
        </span>
        <span
          className="m-chip"
          data-tone={row.signal === 'silent' ? 'bad' : row.signal === 'stale' ? 'care' : undefined}
        >
          <TeamIcon sign="signal" />
          {heard}
        </span>
        {marksOf(row).map((what) => (
          <span key={what} className="m-chip" data-tone={toneOf(what)}>
            {t(`team.mark.${what}`)}
          </span>
        ))}
      </span>
      <span className="m-dim m-num t-figures">
        <span>{t('team.row.visited', { visited: row.visited, planned: row.planned })}</span>
        <span>{kilometres(row.distanceM)}</span>
        {row.battery !== null && (
          <span className="t-battery" data-low={row.battery <= 15 || undefined}>
            <TeamIcon sign="battery" />
            {t('team.row.battery', { percent: row.battery })}
          </span>
        )}
      </span>
    </>
  );
}
