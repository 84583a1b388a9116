// An outlet: new with its place on the map, or changed with the version seen. Where the company's own system keeps a
// field, the server says so.
import { Autocomplete, Button, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foundOne } from '../catalogue/catalogue';
import { CodeAndName, FormFrame, useFaults } from '../catalogue/Form';
import { Finder } from '../catalogue/Pickers';
import { UnitSelect } from '../org_units/UnitSelect';
import { Stale } from '../records/Stale';
import { PinFields, useCentre } from './PinEditor';
import { type OutletRecord, outletBody, outletChanged, outletDraft, writeOutlet } from './records';

const RADIUS_MAX = 5000;

export function OutletForm({
  was,
  classes,
  onSaved,
  onCancel,
  onReload,
}: {
  was?: OutletRecord;
  classes: readonly string[];
  onSaved: (outlet: OutletRecord) => void;
  onCancel: () => void;
  onReload: () => void;
}) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => outletDraft(was));
  const set = (more: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...more }));
  const centre = useCentre();
  const customer = useQuery({
    ...foundOne('customers', draft.customer ?? 0),
    enabled: draft.customer !== null,
  }).data;
  const save = useMutation({
    mutationFn: (body: object) => writeOutlet(was, body),
    onSuccess: async (outlet) => {
      await outletChanged(outlet);
      onSaved(outlet);
    },
  });
  const faults = useFaults(save.error);
  const text = (
    field: 'address' | 'phone' | 'channel',
    label: string,
    more: { className?: string; type?: string } = {},
  ) => (
    <TextInput
      {...more}
      label={label}
      maxLength={200}
      value={draft[field]}
      error={faults.at(`/${field}`)}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
    />
  );
  return (
    <FormFrame
      saving={{ save, faults }}
      body={() => outletBody(draft, was)}
      stale={was && <Stale subject={`outlets/${was.id}`} onReload={onReload} />}
      onCancel={onCancel}
    >
      <div className="fb-cat-row">
        <CodeAndName head={draft} fresh={!was} faults={faults} onChange={set} />
      </div>
      <div className="fb-cat-row">
        <UnitSelect
          label={t('records.unit')}
          value={draft.unit}
          error={faults.at('/org_unit_code') ?? faults.at('/org_unit_id')}
          onChange={(unit) => set({ unit })}
        />
        <Finder
          kind="customers"
          label={t('records.customer')}
          value={draft.customer === null ? null : (customer ?? null)}
          error={faults.at('/customer_code') ?? faults.at('/customer_id')}
          onChange={({ id }) => set({ customer: id })}
          onClear={() => set({ customer: null })}
        />
      </div>
      <div className="fb-cat-row">
        <Autocomplete
          label={t('requests.class')}
          openOnFocus={false}
          data={[...classes]}
          maxLength={64}
          value={draft.class}
          error={faults.at('/class')}
          onChange={(of) => set({ class: of })}
        />
        {text('channel', t('records.channel'))}
        <NumberInput
          label={t('pins.radius')}
          placeholder={t('pins.auto')}
          allowDecimal={false}
          min={1}
          max={RADIUS_MAX}
          suffix=" m"
          value={draft.radius}
          error={faults.at('/radius_m')}
          onChange={(radius) => set({ radius: String(radius) })}
        />
      </div>
      <div className="fb-cat-row">
        {text('address', t('requests.address'), { className: 'fb-cat-wide' })}
        {text('phone', t('requests.phone'), { type: 'tel' })}
      </div>
      {!was &&
        (draft.place ? (
          <PinFields pin={draft.place} onPin={(place) => set({ place })} />
        ) : (
          <Button variant="default" onClick={() => set({ place: centre })}>
            {t('records.set_pin')}
          </Button>
        ))}
    </FormFrame>
  );
}
