// What the desk of territories looks at: territories, outlets, and where these lie, kept and as it is drawn right now.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { serverNow } from '../api/client';
import { useFormat } from '../format/useFormat';
import { balance, membership } from './balance';
import { type Edit, liveGround } from './edit';
import { groundsQuery, placesQuery, valuesQuery } from './territories';
import type { Ground, Place } from './types';

/** The one that is being drawn has no id yet. */
export const NEW_ID = -1;

const NO_GROUNDS: Ground[] = [];
const NO_PLACES: Place[] = [];

export function useDesk(edit: Edit | null) {
  const format = useFormat();
  const grounds = useQuery(groundsQuery);
  const places = useQuery(placesQuery(format.dateAt(serverNow())));
  const values = useQuery(valuesQuery).data ?? null;
  const kept = grounds.data ?? NO_GROUNDS;
  const all = useMemo(() => {
    const rows = places.data ?? NO_PLACES;
    if (!values) return rows;
    return rows.map((place) => ({ ...place, value_minor: values.by.get(place.id) ?? null }));
  }, [places.data, values]);

  const heldKept = useMemo(() => membership(all, kept), [all, kept]);
  const sumsKept = useMemo(() => balance(all, heldKept), [all, heldKept]);

  const id = edit ? (edit.was?.id ?? NEW_ID) : null;
  const others = useMemo(() => kept.filter((ground) => ground.id !== edit?.was?.id), [kept, edit?.was?.id]);
  const live = useMemo(() => (edit ? liveGround(edit) : null), [edit]);
  const now = useMemo(() => {
    if (id === null || !live) return { grounds: kept, held: heldKept };
    const base: Ground = edit?.was ?? blank();
    const mine = membership(all, [{ id, polygons: live }]);
    const held = new Map<number, number[]>();
    for (const place of all) {
      const rest = (heldKept.get(place.id) ?? []).filter((each) => each !== id);
      const both = mine.has(place.id) ? [id, ...rest] : rest;
      if (both.length > 0) held.set(place.id, both);
    }
    const drawn = { ...base, polygons: live };
    return {
      grounds: edit?.was ? kept.map((ground) => (ground.id === id ? drawn : ground)) : [drawn, ...kept],
      held,
    };
  }, [id, live, kept, all, heldKept]);
  const sums = useMemo(() => balance(all, now.held), [all, now.held]);

  return {
    pending: grounds.isPending || places.isPending,
    error: grounds.error ?? places.error,
    kept,
    others,
    places: all,
    valued: values?.scenario ?? null,
    sumsKept,
    grounds: now.grounds,
    held: now.held,
    sums,
  };
}

function blank(): Ground {
  return {
    id: NEW_ID,
    code: '',
    name: '',
    org_unit_id: 0,
    org_unit_code: '',
    rep_id: null,
    rep_code: null,
    rep_name: null,
    kind: 'polygons',
    area_m2: 0,
    version: 0,
    polygons: [],
    cells: null,
  };
}
