// One rep in the list: what he does, how far the day is, whether he is heard, what is wrong.
import { UnstyledButton } from '@mantine/core';
import { IconBattery1, IconBattery3 } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { StatusMark } from '../app/glyphs';
import { useFormat } from '../format/useFormat';
import { freshness } from '../live/world';
import type { Attention } from './attention';
import type { Figure } from './figures';
import type { Row } from './rows';
import { SignalMark } from './SignalMark';
import { useAttention } from './useAttention';
import { useFigure } from './useFigure';

const LOW_BATTERY = 20;
/** The row has room for so many letters of badges; what does not fit is counted. */
const ROOM = 20;

/** Drawn again with each beat, as ages go on, but not because another row is picked. */
export const RepRow = memo(function RepRow({
  row,
  by,
  selected,
  onPick,
}: {
  row: Row;
  beat: number;
  /** The figure that the list is about. */
  by: Figure | undefined;
  selected: boolean;
  onPick: (rep: number) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = useFigure();
  const stale = row.seenAt === null ? 'hollow' : freshness(row.seenAt, serverNow());
  const done = row.planned > 0 ? Math.min(1, row.visited / row.planned) : 0;
  return (
    <UnstyledButton
      className="fb-row"
      data-rep={row.id}
      data-work={row.work}
      data-stale={stale}
      aria-current={selected ? 'true' : undefined}
      onClick={() => onPick(row.id)}
    >
      <StatusMark status={row.work} size={24} faded={row.signal === 'silent' || row.signal === 'stale'} />
      <span className="fb-row-main">
        <span className="fb-row-line">
          <span className="fb-row-name">{row.name}</span>
          <span
            className="fb-row-count"
            title={t('row.visited_of', { visited: row.visited, planned: row.planned })}
          >
            <b>{row.visited}</b>/{row.planned}
          </span>
        </span>
        <span className="fb-row-line">
          <span className="fb-row-status">
            <span data-status={row.work}>{t(`status.${row.work}`)}</span>
            <Badges row={row} />
          </span>
          <span className="fb-bar" aria-hidden="true">
            <span style={{ width: `${done * 100}%` }} />
          </span>
        </span>
        <span className="fb-row-line">
          <span className="fb-row-facts">
            <span>
              {row.firstCheckInAt && row.lastCheckInAt
                ? t('row.calls', {
                    first: format.clock(row.firstCheckInAt),
                    last: format.clock(row.lastCheckInAt),
                  })
                : t('row.no_call')}
            </span>
            {by && by !== 'distance' ? (
              <b>{figure(by, row.figures)}</b>
            ) : (
              row.distanceM > 0 && <span>{format.kilometres(row.distanceM)}</span>
            )}
          </span>
          <span className="fb-row-seen">
            {row.signal !== 'silent' && <Battery percent={row.battery} />}
            <SignalMark row={row} />
          </span>
        </span>
      </span>
    </UnstyledButton>
  );
});

/** The status already says part of it. */
const isTold = (row: Row, each: Attention): boolean =>
  each === row.work || (each === 'silent' && row.signal === 'silent');

function Badges({ row }: { row: Row }) {
  const say = useAttention();
  const all = row.attention
    .filter((each) => !isTold(row, each))
    .map((each) => [each, say(each, row.backlog)] as const);
  const [first, second] = all;
  const fit = first && second && first[1].length + second[1].length > ROOM ? 1 : 2;
  const rest = all
    .slice(fit)
    .map(([, words]) => words)
    .join(', ');
  return (
    <>
      {all.slice(0, fit).map(([each, words]) => (
        <span key={each} className="fb-badge" data-exception={each}>
          {words}
        </span>
      ))}
      {rest && (
        <span className="fb-badge fb-badge-more" title={rest}>
          <span aria-hidden="true">+{all.length - fit}</span>
          <span className="fb-hidden">{rest}</span>
        </span>
      )}
    </>
  );
}

function Battery({ percent }: { percent: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (percent === null) return null;
  const low = percent <= LOW_BATTERY;
  const Icon = low ? IconBattery1 : IconBattery3;
  return (
    <span className="fb-battery" data-low={low || undefined}>
      <Icon size={15} aria-hidden="true" />
      <span className="fb-hidden">{t('row.battery', { percent: format.percent(percent / 100) })}</span>
      <span aria-hidden="true">{format.percent(percent / 100)}</span>
    </span>
  );
}
