// A territory while it is drawn: what it is called, whose it is, what it comes to so far, and saving it over the version
// that was seen.
import { Alert, Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { units as unitsQuery } from '../alerts/alerts';
import { Problem } from '../api/client';
import { problemText } from '../app/problem';
import { useFocusFault } from '../app/useFocusFault';
import type { Sums } from './balance';
import { drawnGround, type Edit, nextCode } from './edit';
import { faultWords, placeIn } from './faults';
import { areaOf } from './ground';
import { newestTerritory, repsQuery, saveTerritory } from './territories';
import type { Ground, Territory, TerritoryPut } from './types';
import { useSumWords } from './useSumWords';

export function TerritoryForm({
  edit,
  grounds,
  sums,
  shared,
  unit,
  onSaved,
  onNewest,
  onCut,
  onPlace,
  onCancel,
}: {
  edit: Edit;
  grounds: readonly Ground[];
  sums: Sums;
  /** Outlets in it that others have as well: by code how many. */
  shared: readonly { code: string; count: number }[];
  /** Where a new one belongs unless it is said. */
  unit: number | undefined;
  /** `over`: what it was on the server until then. */
  onSaved: (saved: Territory, over: Territory | null) => void;
  /** The one on the server instead of what was drawn over an older one. */
  onNewest: (newest: Territory) => void;
  onCut: () => void;
  onPlace: (place: [number, number]) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const words = useSumWords();
  const { was } = edit;
  const [code, setCode] = useState(() => was?.code ?? nextCode(grounds.map((ground) => ground.code)));
  const [name, setName] = useState(was?.name ?? '');
  const [unitId, setUnitId] = useState(was?.org_unit_id ?? unit);
  const [rep, setRep] = useState(was?.rep_id ?? null);
  const form = useRef<HTMLFormElement>(null);
  const reps = useQuery(repsQuery).data ?? [];
  const units = useQuery(unitsQuery).data?.items ?? [];
  const save = useMutation({
    mutationFn: (over: Territory | null) => {
      const body: TerritoryPut = {
        name: name.trim(),
        org_unit_id: unitId,
        rep_id: rep,
        // Ground that was not touched stays what it is, also where it is one of cells.
        ...(edit.steps.back > 0 || edit.begun > 0 || !was
          ? { shape: { kind: 'polygons', polygons: drawnGround(edit) } }
          : {}),
        ...(was ? {} : { code: code.trim() }),
      };
      return saveTerritory(over, body);
    },
    onSuccess: (saved, over) => onSaved(saved, over),
  });
  const newest = useMutation({ mutationFn: () => newestTerritory(was?.id ?? 0) });
  const problem = save.error instanceof Problem ? save.error : null;
  useFocusFault(form, save.error);
  const faultOf = (...pointers: string[]) => {
    if (problem?.code === 'code_taken' && pointers.includes('/code')) return faultWords('code_taken', t);
    const found = problem?.errors.find((one) => pointers.some((at) => one.pointer.startsWith(at)));
    return found ? faultWords(found.code, t) : null;
  };
  const shape = problem?.errors.find((one) => one.pointer.startsWith('/shape'));
  const place = shape ? placeIn(shape.detail ?? problem?.detail) : null;
  const stale = problem?.status === 412;
  const drawn = edit.rings.length > 0;
  return (
    <form
      ref={form}
      className="fb-scn-card fb-ter-form"
      aria-label={was ? t('territories.change_of', { code: was.code }) : t('territories.new')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (drawn && !save.isPending) save.mutate(was);
      }}
    >
      <h2>{was ? t('territories.change_of', { code: was.code }) : t('territories.new')}</h2>
      {!was && (
        <TextInput
          size="xs"
          label={t('territories.code')}
          required
          maxLength={64}
          value={code}
          error={faultOf('/code')}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
      <TextInput
        size="xs"
        label={t('territories.name')}
        required
        autoFocus
        maxLength={200}
        value={name}
        error={faultOf('/name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        size="xs"
        label={t('territories.rep')}
        placeholder={t('territories.nobodys')}
        searchable
        clearable
        data={reps.map((one) => ({ value: String(one.id), label: `${one.name} (${one.code})` }))}
        value={rep === null ? null : String(rep)}
        error={faultOf('/rep')}
        onChange={(value) => {
          const id = value === null ? null : Number(value);
          setRep(id);
          // Whose rep it is, it is the territory's unit as well, unless another is said.
          const found = reps.find((one) => one.id === id);
          if (found) setUnitId(found.org_unit_id);
        }}
      />
      <Select
        size="xs"
        label={t('territories.unit')}
        required
        searchable
        allowDeselect={false}
        data={units.map((one) => ({ value: String(one.id), label: `${one.name} (${one.code})` }))}
        value={unitId === undefined ? null : String(unitId)}
        error={faultOf('/org_unit')}
        onChange={(value) => value !== null && setUnitId(Number(value))}
      />
      <div role="status" className="fb-ter-live" data-testid="live-sums">
        {drawn ? (
          <>
            {words.all(sums)} · {words.area(areaOf(edit.rings.map((ring) => [[...ring]])))}
            {was?.kind === 'cells' && <p className="fb-dim">{t('territories.cells_hint')}</p>}
          </>
        ) : (
          t('territories.draw_first')
        )}
        {shared.length > 0 && (
          <p className="fb-ter-shared">
            {shared.map(({ code, count }) => t('territories.also_in', { count, code })).join(' ')}
          </p>
        )}
      </div>
      {shared.length > 0 && (
        <Button size="compact-xs" variant="default" onClick={onCut}>
          {t('territories.cut_others')}
        </Button>
      )}
      {shape && (
        <Alert color="red" role="alert" mt="xs">
          {faultWords(shape.code, t)}{' '}
          {place && (
            <Button size="compact-xs" variant="default" onClick={() => onPlace(place)}>
              {t('territories.show_place')}
            </Button>
          )}
        </Alert>
      )}
      {stale && was && (
        <Alert color="yellow" role="alert" mt="xs" title={t('territories.stale')}>
          {t('territories.stale_hint')}
          <div className="fb-actions">
            <Button
              size="compact-xs"
              variant="default"
              loading={newest.isPending}
              onClick={() => newest.mutate(undefined, { onSuccess: onNewest })}
            >
              {t('territories.take_newest')}
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              loading={newest.isPending || save.isPending}
              onClick={() => newest.mutate(undefined, { onSuccess: (now) => save.mutate(now) })}
            >
              {t('territories.keep_mine')}
            </Button>
          </div>
        </Alert>
      )}
      {problem && !shape && !stale && problem.code !== 'code_taken' && problem.errors.length === 0 && (
        <Alert color="red" role="alert" mt="xs">
          {problemText(problem, t)}
        </Alert>
      )}
      {newest.isError && (
        <Alert color="red" role="alert" mt="xs">
          {problemText(newest.error, t)}
        </Alert>
      )}
      <div className="fb-actions">
        <Button size="compact-sm" type="submit" disabled={!drawn} loading={save.isPending}>
          {t('territories.save')}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onCancel}>
          {t('territories.cancel')}
        </Button>
      </div>
    </form>
  );
}
