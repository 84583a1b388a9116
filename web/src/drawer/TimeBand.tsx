// How a rep's working time was spent: the spans of the day on a time line, and what they come to.
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RepDay, TimeSpan } from '../api/types';
import { useFormat } from '../format/useFormat';
import './time_band.css';

const PARTS = ['in_store', 'travel', 'idle', 'break', 'unobserved'] as const;
const HOUR = 3_600_000;

export const WorkingTime = memo(function WorkingTime({
  day,
  onVisit,
}: {
  day: RepDay;
  onVisit: (visit: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const total = day.time.time_in_market_s;
  if (total <= 0) return null;
  const parts = PARTS.map((part) => [part, day.time[`${part}_s`]] as const).filter(([, s]) => s > 0);
  const calls = day.first_to_last_call;
  return (
    <section className="fb-section">
      <h3>
        {t('day.time')} <span>{format.duration(total)}</span>
      </h3>
      <Band spans={day.spans} onVisit={onVisit} />
      <ul className="fb-parts-key">
        {parts.map(([part, s]) => (
          <li key={part}>
            <i data-part={part} /> {t(`time_part.${part}`)} <b>{format.duration(s)}</b>
          </li>
        ))}
      </ul>
      <p className="fb-time-notes">
        {calls && (
          <span>
            {t('day.first_to_last', { time: format.duration(calls.time.time_in_market_s) })} (
            {t('day.in_store_share', {
              share: format.percent(calls.time.in_store_s / Math.max(1, calls.time.time_in_market_s)),
            })}
            )
          </span>
        )}
        {day.late_start_s !== null && (
          <strong>{t('day.late_start', { late: format.duration(day.late_start_s) })}</strong>
        )}
      </p>
    </section>
  );
});

/** Each span is an item of a list, so that the line can be heard; a visit leads to its page. */
function Band({ spans, onVisit }: { spans: TimeSpan[]; onVisit: (visit: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [first] = spans;
  const last = spans.at(-1);
  if (!first || !last) return null;
  const from = Date.parse(first.from_at);
  const to = Math.max(from + 1, Date.parse(last.to_at));
  const percent = (at: number) => ((at - from) / (to - from)) * 100;
  return (
    <>
      <ol className="fb-band" aria-label={t('day.time_line')}>
        {spans.map((span) => {
          const [a, b] = [Date.parse(span.from_at), Date.parse(span.to_at)];
          const words = t('day.span', {
            from: format.clock(a),
            to: format.clock(b),
            part: t(`time_part.${span.part}`),
            time: format.duration((b - a) / 1000),
          });
          const { visit_id: visit } = span;
          return (
            <li
              key={span.from_at}
              data-part={span.part}
              style={{ left: `${percent(a)}%`, width: `${percent(b) - percent(a)}%` }}
              title={words}
            >
              {visit ? (
                <button type="button" aria-label={words} onClick={() => onVisit(visit)} />
              ) : (
                <span className="fb-hidden">{words}</span>
              )}
            </li>
          );
        })}
      </ol>
      <div className="fb-band-hours" aria-hidden="true">
        {ticks(from, to).map((at) => (
          <span key={at} style={{ left: `${percent(at)}%` }}>
            {format.clock(at)}
          </span>
        ))}
      </div>
    </>
  );
}

/** Whole hours, at most six of them; zones differ from UTC by whole quarters. */
export function ticks(from: number, to: number): number[] {
  const step = Math.max(1, Math.ceil((to - from) / HOUR / 6)) * HOUR;
  const first = Math.ceil(from / HOUR) * HOUR;
  const marks: number[] = [];
  for (let at = first; at <= to; at += step) marks.push(at);
  return marks;
}
