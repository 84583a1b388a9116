// Keeps the clock's time, speed and skipping in the address, when they rest and now and then while they run; and moves
// the clock where the address was changed by hand.
import { useEffect, useRef } from 'react';
import { clockSeconds } from '../format/format';
import { useFormat } from '../format/useFormat';
import type { ReplayClock } from './clock';
import { instantOf, type ReplaySearch } from './search';

const REST_MS = 400;
const RUN_MS = 10_000;

export function useAddress(
  clock: ReplayClock,
  search: ReplaySearch,
  date: string,
  onSearch: (next: Partial<ReplaySearch>) => void,
) {
  const { zone, dayStartMin } = useFormat();
  const written = useRef(search.t);
  const tell = useRef(onSearch);
  tell.current = onSearch;

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let before = '';
    const write = () => {
      timer = undefined;
      if (Number.isNaN(clock.at)) return;
      const t = clockSeconds(clock.at, 'en', zone).replace(/:00$/, '');
      const { speed, skipping } = clock;
      const key = `${t}|${speed}|${skipping}`;
      if (key === before) return;
      before = key;
      written.current = t;
      tell.current({ t, speed, skip: skipping ? 1 : undefined });
    };
    const stop = clock.subscribe(() => {
      if (clock.playing) {
        timer ??= setTimeout(write, RUN_MS);
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(write, REST_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [clock, zone]);

  useEffect(() => {
    if (search.t === undefined || search.t === written.current) return;
    written.current = search.t;
    clock.seek(instantOf(date, search.t, zone, dayStartMin));
  }, [clock, search.t, date, zone, dayStartMin]);
}
