// The rep list, recomputed once a second from REST and the live world.
import { useMemo } from 'react';
import { serverNow } from '../api/client';
import type { BoardRow } from '../api/types';
import { useBeat, useLive } from '../live/session';
import { type Row, rowOf, sortRows } from './rows';

export function useRows(source: readonly BoardRow[] | undefined): Row[] {
  const { world } = useLive();
  const beat = useBeat();
  // The beat is what makes it recompute.
  return useMemo(() => {
    const now = serverNow();
    return sortRows((source ?? []).map((row) => rowOf(row, world, now)));
  }, [source, world, beat]);
}
