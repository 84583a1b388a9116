// Where each rep is at the clock's time, for who does not see the map: said when the clock rests, and now and then
// while it runs.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import type { ReplayClock } from './clock';
import type { Lane } from './lane';
import { doingWords } from './words';

const REST_MS = 700;
const RUN_MS = 8_000;

export function Said({ clock, lanes }: { clock: ReplayClock; lanes: readonly Lane[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [said, setSaid] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = () => {
      timer = undefined;
      if (!clock.extent || lanes.length === 0) return;
      const each = lanes.map((lane) => `${lane.name}: ${doingWords(lane, clock.at, t, format)}.`);
      setSaid([format.clock(clock.at), ...each].join(' '));
    };
    const later = () => {
      if (clock.playing) {
        timer ??= setTimeout(say, RUN_MS);
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(say, REST_MS);
    };
    later();
    const stop = clock.subscribe(later);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [clock, lanes, t, format]);
  return (
    <p className="fb-hidden" role="status" data-testid="said">
      {said}
    </p>
  );
}
