// The outlets of the desk as a list: the same as the map for who has no pointer. Chosen ones are given to a territory, or
// get a new one drawn round them.
import { Button, Checkbox, NativeSelect, Select, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fold } from '../format/format';
import { useShortcuts } from '../pages/useShortcuts';
import { ChooseAll, choosing } from './ChooseAll';
import type { Ground, Place } from './types';

const ROW_PX = 62;
const NOWHERE = 'nowhere';
const TWICE = 'twice';

export function PlaceList({
  places,
  held,
  grounds,
  reps,
  where,
  chosen,
  busy,
  may,
  onWhere,
  onChoose,
  onGive,
  onAround,
  onGo,
}: {
  places: readonly Place[];
  held: ReadonlyMap<number, readonly number[]>;
  grounds: readonly Ground[];
  reps: readonly { id: number; name: string }[];
  /** A territory, `nowhere`, `twice`; all where absent. */
  where: string | null;
  chosen: ReadonlySet<number>;
  busy: boolean;
  may: boolean;
  onWhere: (where: string | null) => void;
  onChoose: (chosen: ReadonlySet<number>) => void;
  onGive: (places: readonly Place[], to: number | null) => void;
  onAround: (places: readonly Place[]) => void;
  onGo: (place: Place) => void;
}) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const [rep, setRep] = useState<string | null>(null);
  const [grade, setGrade] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => search.current?.focus() });
  const classes = useMemo(() => [...new Set(places.map((place) => place.class))].sort(), [places]);
  const repNames = useMemo(() => new Map(reps.map((one) => [one.id, one.name])), [reps]);
  const rows = useMemo(() => {
    const wanted = fold(q.trim());
    return places.filter((place) => {
      const inside = held.get(place.id) ?? [];
      if (where === NOWHERE && inside.length > 0) return false;
      if (where === TWICE && inside.length < 2) return false;
      if (where !== null && where !== NOWHERE && where !== TWICE && !inside.includes(Number(where)))
        return false;
      if (rep !== null && String(place.rep_id ?? '') !== rep) return false;
      if (grade !== null && place.class !== grade) return false;
      return wanted === '' || fold(`${place.code} ${place.name}`).includes(wanted);
    });
  }, [places, held, where, rep, grade, q]);
  const picked = useMemo(() => places.filter((place) => chosen.has(place.id)), [places, chosen]);
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  const options = grounds.map((ground) => ({
    value: String(ground.id),
    label: `${ground.code} · ${ground.name}`,
  }));
  return (
    <div className="fb-ter-places">
      <div className="fb-ter-filters">
        <TextInput
          ref={search}
          size="xs"
          type="search"
          label={t('territories.outlet')}
          placeholder={t('scenarios.search_hint')}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        <Select
          size="xs"
          label={t('territories.territory')}
          placeholder={t('territories.any')}
          clearable
          data={[
            { value: NOWHERE, label: t('territories.in_none') },
            { value: TWICE, label: t('territories.in_several') },
            ...options,
          ]}
          value={where}
          onChange={onWhere}
        />
        <Select
          size="xs"
          label={t('territories.rep_today')}
          placeholder={t('territories.any')}
          clearable
          searchable
          data={reps.map((one) => ({ value: String(one.id), label: one.name }))}
          value={rep}
          onChange={setRep}
        />
        <Select
          size="xs"
          label={t('territories.class')}
          placeholder={t('territories.any')}
          clearable
          data={classes}
          value={grade}
          onChange={setGrade}
        />
      </div>
      <div className="fb-ter-chosen">
        <ChooseAll shown={rows} chosen={chosen} onChoose={onChoose} />
      </div>
      {picked.length > 0 && may && (
        <fieldset className="fb-scn-card" aria-label={t('territories.n_chosen', { count: picked.length })}>
          <p role="status">{t('territories.n_chosen', { count: picked.length })}</p>
          <div className="fb-ter-give">
            <NativeSelect
              size="xs"
              aria-label={t('territories.give_to')}
              disabled={busy}
              data={[
                { value: '', label: t('territories.give_to') },
                ...options,
                { value: NOWHERE, label: t('territories.to_none') },
              ]}
              value=""
              onChange={(event) => {
                const to = event.currentTarget.value;
                if (to) onGive(picked, to === NOWHERE ? null : Number(to));
              }}
            />
            <Button size="compact-sm" variant="default" onClick={() => onAround(picked)}>
              {t('territories.draw_round')}
            </Button>
          </div>
          <p className="fb-dim fb-ter-hint">{t('territories.give_hint')}</p>
        </fieldset>
      )}
      {rows.length === 0 && <p className="fb-dim">{t('scenarios.no_such_outlets')}</p>}
      <div ref={box} className="fb-ter-rows">
        <ul style={{ height: virtual.getTotalSize() }} aria-label={t('scenarios.outlets')}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]!;
            const inside = held.get(row.id) ?? [];
            return (
              <li
                key={row.id}
                style={{ transform: `translateY(${item.start}px)`, height: ROW_PX }}
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
              >
                <Checkbox
                  size="xs"
                  aria-label={t('territories.choose', { name: row.name })}
                  checked={chosen.has(row.id)}
                  onChange={(event) => onChoose(choosing(chosen, [row.id], event.currentTarget.checked))}
                />
                <button type="button" className="fb-ter-place" disabled={!row.at} onClick={() => onGo(row)}>
                  {row.name}
                  <span className="fb-dim">
                    {row.code} · {row.class} · {repNames.get(row.rep_id ?? 0) ?? t('territories.on_no_route')}
                  </span>
                </button>
                {row.at ? (
                  <NativeSelect
                    size="xs"
                    aria-label={t('territories.territory_of', { name: row.name })}
                    disabled={!may || busy}
                    data={[
                      { value: NOWHERE, label: t('territories.none_short') },
                      ...grounds.map((ground) => ({ value: String(ground.id), label: ground.code })),
                      ...(inside.length > 1
                        ? [{ value: TWICE, label: inside.map((id) => codeOf(id)).join(' + ') }]
                        : []),
                    ]}
                    value={inside.length === 0 ? NOWHERE : inside.length > 1 ? TWICE : String(inside[0])}
                    onChange={(event) => {
                      const to = event.currentTarget.value;
                      if (to !== TWICE) onGive([row], to === NOWHERE ? null : Number(to));
                    }}
                  />
                ) : (
                  <span className="fb-dim">{t('scenarios.unserved.no_pin')}</span>
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );

  function codeOf(id: number): string {
    return grounds.find((ground) => ground.id === id)?.code ?? '';
  }
}
