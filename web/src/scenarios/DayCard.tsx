// One rep's day: when it begins and ends, the calls in order with their times, and a drawing of the order. It is also
// what is printed: a page for a day.
import { useTranslation } from 'react-i18next';
import { useWeekday } from '../alerts/useWeekday';
import { useFormat } from '../format/useFormat';
import { timeOf } from './plan';
import { sketchOf } from './sketch';
import type { Day, RepFigures } from './types';

const SIZE = 280;

export function DayCard({
  day,
  rep,
  solution,
}: {
  day: Day;
  rep: RepFigures | undefined;
  /** Its name, for who holds the printed page. */
  solution: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const weekday = useWeekday();
  const when = t('scenarios.day_of', { day: weekday(day.weekday), week: day.week });
  const name = rep?.rep_name ?? day.rep_code;
  return (
    <article className="fb-scn-day" aria-label={`${name}, ${when}`} data-day={`${day.week}-${day.weekday}`}>
      <header>
        <h3>
          {name} <span className="fb-dim">{day.rep_code}</span>
        </h3>
        <p>
          <strong>{when}</strong>{' '}
          <span className="fb-dim">
            {[
              `${timeOf(day.leave_s)}–${timeOf(day.back_s)}`,
              t('scenarios.calls_n', { count: day.calls.length }),
              format.kilometres(day.metres),
              t('scenarios.on_the_way', { time: format.duration(day.travel_s) }),
              solution,
            ].join(' · ')}
          </span>
        </p>
      </header>
      <div className="fb-scn-day-body">
        <Calls day={day} />
        <Drawing day={day} home={rep?.home ?? null} label={`${name}, ${when}`} />
      </div>
    </article>
  );
}

function Calls({ day }: { day: Day }) {
  const { t } = useTranslation();
  const pause = day.pause_s;
  // The break stands before the first call that begins after it.
  const before = pause ? day.calls.findIndex((call) => call.begin_s >= pause[1]) : -1;
  const rest = pause && (
    <tr key="pause" data-pause>
      <td />
      <td className="fb-num">{timeOf(pause[0])}</td>
      <td className="fb-num">{timeOf(pause[1])}</td>
      <td>{t('scenarios.pause')}</td>
      <td />
    </tr>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('scenarios.calls')}>
      <table className="fb-lines">
        <thead>
          <tr>
            <th className="fb-num">{t('scenarios.nr')}</th>
            <th className="fb-num">{t('scenarios.begin')}</th>
            <th className="fb-num">{t('scenarios.leave')}</th>
            <th>{t('scenarios.outlet')}</th>
            <th>{t('scenarios.address')}</th>
          </tr>
        </thead>
        <tbody>
          {day.calls.map((call, at) => [
            at === before && rest,
            <tr key={call.outlet_id}>
              <td className="fb-num">{at + 1}</td>
              <td className="fb-num">{timeOf(call.begin_s)}</td>
              <td className="fb-num">{timeOf(call.leave_s)}</td>
              <td>
                {call.outlet_name} <span className="fb-dim">{call.outlet_code}</span>
              </td>
              <td>{call.address}</td>
            </tr>,
          ])}
          {pause && before === -1 && rest}
        </tbody>
      </table>
    </section>
  );
}

function Drawing({ day, home, label }: { day: Day; home: [number, number] | null; label: string }) {
  const { t } = useTranslation();
  const sketch = sketchOf(day, home, SIZE);
  if (!sketch) return null;
  return (
    <figure className="fb-scn-sketch">
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={t('scenarios.sketch_of', { what: label })}>
        <polyline
          points={sketch.line.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
          fill="none"
        />
        {sketch.home && <path d={house(sketch.home)} data-home />}
        {sketch.stops.map((stop) => (
          <g key={stop.number} transform={`translate(${stop.x.toFixed(1)} ${stop.y.toFixed(1)})`}>
            <circle r="8" />
            <text dy="3.2">{stop.number}</text>
          </g>
        ))}
      </svg>
      <figcaption className="fb-dim">{t('scenarios.order_not_road')}</figcaption>
    </figure>
  );
}

const house = ({ x, y }: { x: number; y: number }): string =>
  `M${x.toFixed(1)} ${(y - 10).toFixed(1)}l9 8h-3v9h-12v-9h-3z`;
