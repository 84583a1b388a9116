// A stop of today: where it is, how far, until when, and how it stands.
import { Icon, type Sign } from '../app/icons';
import { href } from '../route';
import { useSay } from '../say';
import type { StopNow, StopState } from './stops';

const SIGNS: { [state in StopState]: Sign } = {
  planned: 'way',
  in_progress: 'play',
  completed: 'tick',
  cancelled: 'cross',
  rescheduled: 'wait',
  missed: 'cross',
};
const TONES: { [state in StopState]: string } = {
  planned: 'plain',
  in_progress: 'main',
  completed: 'good',
  cancelled: 'care',
  rescheduled: 'care',
  missed: 'bad',
};

export function StopRow({ stop: { stop, state, at, distance_m } }: { stop: StopNow }) {
  const { t, clock, distance, timeOfDay } = useSay();
  const { window_from_min: from, window_to_min: to } = stop;
  return (
    <a
      className="m-item"
      data-state={state}
      data-stop={stop.outlet_code}
      href={href('outlet', stop.outlet_id)}
    >
      <span className="m-place-no" aria-hidden="true">
        {state === 'completed' ? <Icon sign="tick" /> : stop.sequence}
      </span>
      <span className="m-item-words">
        <strong>{stop.outlet_name}</strong>
        {stop.address && <span className="m-dim">{stop.address}</span>}
        {from !== null && to !== null && (
          <span className="m-dim m-num">
            {t('today.window', { from: timeOfDay(from), to: timeOfDay(to) })}
          </span>
        )}
      </span>
      <span className="m-item-side">
        {state !== 'planned' && (
          <span className="m-chip" data-tone={TONES[state]}>
            <Icon sign={SIGNS[state]} />
            {t(`stop.${state}`)}
          </span>
        )}
        {at !== null ? (
          <span className="m-dim m-num">{clock(at)}</span>
        ) : distance_m !== null ? (
          <span className="m-dim m-num">{distance(distance_m)}</span>
        ) : null}
      </span>
    </a>
  );
}
