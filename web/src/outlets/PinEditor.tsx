// The pin of an outlet, moved by dragging, by a click, by arrow keys or by typing; who would stand beside it is shown.
// Nothing is saved before it is said.
import { Alert, Button, Group, NumberInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { publicInfo } from '../api/queries';
import type { LatLng } from '../api/types';
import { problemText } from '../app/problem';
import { DetailHead } from '../records/Detail';
import { NOWHERE, PlacePane } from '../records/PlacePane';
import { Stale } from '../records/Stale';
import { metresBetween, movePin, type NearOutlet, nearQuery, type OutletRecord } from './records';

const ASK_AFTER_MS = 300;
const CLOSE_M = 50;

export function PinEditor({
  outlet,
  onSaved,
  onCancel,
}: {
  outlet: OutletRecord;
  onSaved: (moved: OutletRecord) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const from = useMemo(
    () => (outlet.lat === null || outlet.lng === null ? null : { lat: outlet.lat, lng: outlet.lng }),
    [outlet],
  );
  const centre = useCentre();
  const [pin, setPin] = useState<LatLng>(from ?? centre);
  // What is saved goes by the version that was looked at when the pin was picked up.
  const [seen, setSeen] = useState({ id: outlet.id, version: outlet.version });
  const save = useMutation({ mutationFn: () => movePin(seen, pin), onSuccess: onSaved });
  const moved = from ? metresBetween(from, pin) : null;
  return (
    <>
      <DetailHead name={outlet.name} about={t('records.move_how')} onClose={onCancel} />
      <PinFields pin={pin} own={outlet} onPin={setPin} />
      <div className="fb-rec-body">
        {save.isError && (
          <Alert color="red" role="alert" mb="sm">
            {save.error instanceof Problem && save.error.code === 'stale' ? (
              <Stale
                subject={`outlets/${outlet.id}`}
                onReload={() => {
                  setSeen({ id: outlet.id, version: outlet.version });
                  save.reset();
                }}
              />
            ) : (
              problemText(save.error, t)
            )}
          </Alert>
        )}
        <p className="fb-rec-p" aria-live="polite">
          {moved === null ? t('records.pin_first') : t('records.moves', { count: moved })}
        </p>
        <p className="fb-dim fb-rec-p">{t('records.pin_judges')}</p>
        <Group gap="xs">
          <Button loading={save.isPending} disabled={moved === 0} onClick={() => save.mutate()}>
            {t('records.save_pin')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onCancel}>
            {t('catalogue.cancel')}
          </Button>
        </Group>
      </div>
    </>
  );
}

/** Where a first pin begins. */
export function useCentre(): LatLng {
  const centre = useQuery(publicInfo).data?.basemap.center;
  return centre ? { lng: centre[0], lat: centre[1] } : NOWHERE;
}

/** The map and the figures of one pin, and the outlets about it. */
export function PinFields({
  pin,
  own,
  onPin,
}: {
  pin: LatLng;
  /** Not its own neighbour. */
  own?: OutletRecord;
  onPin: (place: LatLng) => void;
}) {
  const { t } = useTranslation();
  const [asked] = useDebouncedValue(pin, ASK_AFTER_MS);
  const near = useQuery(nearQuery(asked)).data;
  const others = useMemo(() => (near ?? []).filter(({ id }) => id !== own?.id), [near, own?.id]);
  const dots = useMemo(() => dotsOf(others), [others]);
  const area = useMemo(
    () => (own?.radius_m == null ? undefined : { radius_m: own.radius_m }),
    [own?.radius_m],
  );
  const beside = others.filter((other) => other.distance_m <= CLOSE_M);
  const number = (text: string | number) => (typeof text === 'number' ? text : Number(text));
  return (
    <>
      <PlacePane
        label={t('records.map_pin')}
        dots={dots}
        area={area}
        pin={pin}
        look={`pin ${own?.id ?? 'new'}`}
        close
        onPin={onPin}
      />
      <div className="fb-rec-body">
        <div className="fb-cat-row">
          <NumberInput
            label={t('records.lat')}
            hideControls
            decimalScale={7}
            min={-90}
            max={90}
            value={Number(pin.lat.toFixed(7))}
            onChange={(text) => text !== '' && onPin({ ...pin, lat: number(text) })}
          />
          <NumberInput
            label={t('records.lng')}
            hideControls
            decimalScale={7}
            min={-180}
            max={180}
            value={Number(pin.lng.toFixed(7))}
            onChange={(text) => text !== '' && onPin({ ...pin, lng: number(text) })}
          />
        </div>
        <p className="fb-rec-p fb-dim">
          {beside.length === 0
            ? t('records.none_beside', { count: CLOSE_M })
            : t('records.beside', { names: beside.map(({ name }) => name).join(', '), count: CLOSE_M })}
        </p>
      </div>
    </>
  );
}

const dotsOf = (others: readonly NearOutlet[]) =>
  others.flatMap(({ id, name, lat, lng }) =>
    lat === null || lng === null ? [] : [{ id, name, lat, lng, hollow: true }],
  );
