// What happened on the day, row by row: the same as map and axis show, for who does not see them; each row moves the
// clock there. The row that the clock is in is marked.
import { Link } from '@tanstack/react-router';
import { useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { OutletMark } from '../app/glyphs';
import { useFormat } from '../format/useFormat';
import type { ReplayClock } from './clock';
import { type Happening, happeningsOf } from './happenings';
import { MarkGlyph } from './MarkGlyph';
import type { Shown } from './replay_map';

export function Happenings({ clock, shown, date }: { clock: ReplayClock; shown: Shown; date: string }) {
  const { t } = useTranslation();
  const rows = useMemo(
    () => shown.flatMap(({ lane }) => happeningsOf(lane)).sort((a, b) => a.at - b.at),
    [shown],
  );
  const marks = useMemo(
    () => new Map(shown.map(({ lane, index }) => [lane.rep, { index, name: lane.name }])),
    [shown],
  );
  // The last that has begun: renders anew only when that is another one.
  const current = useSyncExternalStore(clock.subscribe, () => rows.findLastIndex(({ at }) => at <= clock.at));
  if (rows.length === 0) return null;
  return (
    <section className="fb-replay-rows">
      <h2>{t('replay.happenings')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('replay.column.time')}</th>
            <th scope="col">{t('replay.column.rep')}</th>
            <th scope="col">{t('replay.column.what')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <Row
              key={row.key}
              row={row}
              date={date}
              mark={marks.get(row.rep)!}
              current={i === current}
              onGo={() => clock.seek(row.at)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({
  row,
  date,
  mark,
  current,
  onGo,
}: {
  row: Happening;
  date: string;
  mark: { index: number; name: string };
  current: boolean;
  onGo: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const outlet = row.name ?? t('visit.no_outlet');
  const what =
    row.kind === 'visit' || row.kind === 'missed'
      ? `${row.sequence === null ? '' : `${format.count(row.sequence)} `}${outlet}`
      : t(`replay.happening.${row.kind}`);
  return (
    <tr data-kind={row.kind} aria-current={current ? 'time' : undefined}>
      <td>
        <button
          type="button"
          aria-label={t('replay.go_to', { time: format.clock(row.at), rep: mark.name, what })}
          onMouseDown={(event) => event.preventDefault()}
          onClick={onGo}
        >
          {format.clock(row.at)}
        </button>
      </td>
      <td>
        <MarkGlyph index={mark.index} size={17} />
        <span className="fb-hidden">{mark.name}</span>
      </td>
      <td>
        {row.state && <OutletMark state={row.state} size={15} />}
        {row.visit ? (
          <Link to="/map" search={{ rep: row.rep, visit: row.visit, date }}>
            {what}
          </Link>
        ) : (
          <span>{what}</span>
        )}
        {row.state && row.kind !== 'missed' && (
          <span className="fb-hidden">, {t(`outlet_state.${row.state}`)}</span>
        )}
        {row.kind === 'missed' && <small className="fb-dim"> {t('replay.happening.missed')}</small>}
        {row.to !== null && <small className="fb-dim"> {format.duration((row.to - row.at) / 1000)}</small>}
      </td>
    </tr>
  );
}
