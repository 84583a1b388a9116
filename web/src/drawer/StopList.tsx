// Stops and visits of the day in one list: what happened in the order it happened, then what is still planned.
import { UnstyledButton } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useReasonName } from '../api/reasons';
import type { DayStop, OutletState, RepDay, StopStateName, VisitSummary } from '../api/types';
import { OutletMark } from '../app/glyphs';
import { useFormat } from '../format/useFormat';
import { outletStateOf, stopState } from '../map/features';

export interface StopLine {
  key: string;
  sequence: number | null;
  name: string;
  state: OutletState;
  stop: DayStop | null;
  visit: VisitSummary | null;
}

export function stopLines(day: RepDay, unknown: string): StopLine[] {
  const startOf = (v: VisitSummary) => v.check_in_at ?? v.arrived_at ?? '';
  const stopOf = new Map(day.plan.stops.filter((s) => s.visit_id).map((s) => [s.visit_id, s]));
  const visits = [...day.visits]
    .filter((v) => v.state !== 'cancelled')
    .sort((a, b) => startOf(a).localeCompare(startOf(b)))
    .map((visit) => {
      const stop = stopOf.get(visit.id) ?? null;
      return {
        key: visit.id,
        sequence: stop?.sequence ?? null,
        name: visit.outlet?.name ?? unknown,
        state: outletStateOf(visit),
        stop,
        visit,
      };
    });
  const seen = new Set(visits.map(({ stop }) => stop?.sequence));
  const waiting = day.plan.stops
    .filter((stop) => !seen.has(stop.sequence))
    .sort((a, b) => a.sequence - b.sequence)
    .map((stop) => ({
      key: `stop-${stop.sequence}`,
      sequence: stop.sequence,
      name: stop.outlet_name,
      state: stopState(stop, day.visits),
      stop,
      visit: null,
    }));
  return [...visits, ...waiting];
}

export const StopList = memo(function StopList({
  day,
  onVisit,
}: {
  day: RepDay;
  onVisit: (id: string) => void;
}) {
  const { t } = useTranslation();
  const lines = stopLines(day, t('visit.no_outlet'));
  return (
    <section className="fb-section">
      <h3>
        {t('day.stops')} <span>{lines.length}</span>
      </h3>
      {lines.length === 0 && <p className="fb-dim">{t('day.no_stops')}</p>}
      <ol className="fb-stops">
        {lines.map((line) => (
          <li key={line.key}>
            {line.visit ? (
              <UnstyledButton
                className="fb-stop"
                data-visit={line.visit.id}
                onClick={() => onVisit(line.visit!.id)}
              >
                <Line line={line} />
              </UnstyledButton>
            ) : (
              <div className="fb-stop">
                <Line line={line} />
              </div>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
});

/** States that are told in words of their own. */
const TOLD = ['cancelled', 'rescheduled', 'missed', 'unsynced', 'excused'] as const;
const isTold = (state: StopStateName): state is (typeof TOLD)[number] =>
  (TOLD as readonly StopStateName[]).includes(state);

function Line({ line }: { line: StopLine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = useReasonName();
  const { visit, stop } = line;
  const from = visit?.check_in_at ?? visit?.arrived_at;
  const to = visit?.check_out_at ?? (visit?.state === 'open' ? null : visit?.departed_at);
  return (
    <>
      <OutletMark state={line.state} size={20} />
      <span className="fb-stop-main">
        <span className="fb-stop-name">
          {line.sequence !== null && <b>{line.sequence}</b>} {line.name}
        </span>
        <span className="fb-dim">
          {visit && from ? (
            <>
              {format.clock(from)}–{to ? format.clock(to) : t('visit.now')}
              {visit.dwell_s > 0 ? ` · ${format.duration(visit.dwell_s)}` : ''}
              {visit.verdict.plan !== 'on_plan' ? ` · ${t(`verdict.plan.${visit.verdict.plan}`)}` : ''}
              {visit.source === 'detected' ? ` · ${t('visit.detected')}` : ''}
              {visit.accompanied?.length
                ? ` · ${t('joint.with', { by: visit.accompanied.map((one) => one.by).join(', ') })}`
                : ''}
            </>
          ) : stop && isTold(stop.state) ? (
            t(`stop_state.${stop.state}`, {
              date: stop.rescheduled_to ? format.day(stop.rescheduled_to) : '',
            })
          ) : stop?.window ? (
            t('day.window', { from: stop.window[0], to: stop.window[1] })
          ) : (
            t(`outlet_state.${line.state}`)
          )}
          {stop?.reason
            ? ` · ${reason(stop.reason)}`
            : stop?.state === 'missed' && !visit
              ? ` · ${t('day.no_reason')}`
              : ''}
          {stop?.said && !visit ? ` · ${format.clock(stop.said.at)}` : ''}
          {stop?.said?.distance_m != null && !visit
            ? `, ${t('day.said_from', { distance: format.distance(stop.said.distance_m) })}`
            : ''}
        </span>
      </span>
      <span className="fb-stop-end">
        {visit && visit.state !== 'open' && (
          <span className="fb-tag" data-overall={visit.effective_overall}>
            {t(`verdict.overall.${visit.effective_overall}`)}
          </span>
        )}
        {visit?.order_total_minor != null && visit.currency && (
          <span>{format.money(visit.order_total_minor, visit.currency)}</span>
        )}
      </span>
    </>
  );
}
