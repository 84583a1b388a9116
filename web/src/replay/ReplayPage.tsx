// Days of reps on one clock. The address names reps, date, time, speed and what is followed, so that a moment of a day
// can be sent to a colleague.
import 'maplibre-gl/dist/maplibre-gl.css';
import '../pages/live.css';
import './replay.css';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { serverNow } from '../api/client';
import { session as sessionQuery } from '../api/queries';
import { shiftDate } from '../format/format';
import { useFormat, ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { ReplayHead } from './ReplayHead';
import { ReplayHelp } from './ReplayHelp';
import { Stage } from './Stage';
import { type ReplaySearch, repsOf, repsParam } from './search';

const route = getRouteApi('/replay');

export function ReplayPage() {
  const zone = useQuery(sessionQuery).data?.company?.time_zone ?? 'UTC';
  return (
    <ZoneContext.Provider value={zone}>
      <Replay />
    </ZoneContext.Provider>
  );
}

function Replay() {
  const format = useFormat();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/replay' });
  const [help, setHelp] = useState(false);
  const today = format.dateAt(serverNow());
  const date = search.date ?? today;
  const reps = useMemo(() => repsOf(search.reps), [search.reps]);

  const go = useMemo(() => {
    const set = (next: Partial<ReplaySearch>) =>
      void navigate({ search: (old) => ({ ...old, ...next }), replace: true });
    return {
      set,
      reps: (list: readonly number[]) => set({ reps: repsParam(list) }),
      // Another day is begun at its begin.
      date: (next: string) => set({ date: next, t: undefined }),
    };
  }, [navigate]);

  // What is sent tomorrow still names today's day.
  useEffect(() => {
    if (!search.date) go.set({ date: today });
  }, [search.date, today, go]);

  const shift = (days: number) => {
    const next = shiftDate(date, days);
    if (next <= today || days < 0) go.date(next);
  };

  return (
    <div className="fb-shell">
      <PageBar />
      <main className="fb-replay">
        <ReplayHead
          reps={reps}
          date={date}
          today={today}
          onDate={go.date}
          onShift={shift}
          onHelp={() => setHelp(true)}
        />
        <Stage
          search={search}
          reps={reps}
          date={date}
          today={today}
          onSearch={go.set}
          onReps={go.reps}
          onDate={go.date}
          onShift={shift}
          onHelp={() => setHelp(true)}
        />
      </main>
      <ReplayHelp opened={help} onClose={() => setHelp(false)} />
    </div>
  );
}
