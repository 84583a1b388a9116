// A warehouse or a van: new, or changed with the version seen. Its kind and its code never change; a place that is not
// used any more is no longer active. Outlets get their place by themselves.
import { Checkbox, SegmentedControl, Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { allOf } from '../catalogue/catalogue';
import { FormFrame, HeadFields, useFaults } from '../catalogue/Form';
import { useRepNames } from '../reps/useRepNames';
import { PLACE_KINDS, placeBody, placeDraft, type StockLocation, writePlace } from './stock';

export function PlaceForm({
  was,
  onSaved,
  onCancel,
}: {
  was?: StockLocation;
  onSaved: (place: StockLocation) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => placeDraft(was));
  const set = (more: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...more }));
  const van = draft.kind === 'van';
  const partners = useQuery({ ...allOf('partners'), enabled: !van }).data ?? [];
  const reps = useRepNames(van);
  const save = useMutation({
    mutationFn: (body: object) => writePlace(was, body),
    onSuccess: async (place) => {
      await queryClient.invalidateQueries({ queryKey: ['stock'] });
      onSaved(place);
    },
  });
  const faults = useFaults(save.error);
  return (
    <FormFrame saving={{ save, faults }} body={() => placeBody(draft, was)} onCancel={onCancel}>
      {!was && (
        <SegmentedControl
          aria-label={t('stock.place_kind')}
          data={PLACE_KINDS.map((value) => ({ value, label: t(`stock.kind.${value}`) }))}
          value={draft.kind}
          onChange={(value) => set({ kind: PLACE_KINDS.find((each) => each === value) ?? draft.kind })}
        />
      )}
      <HeadFields head={draft} fresh={!was} faults={faults} onChange={set} />
      {van ? (
        <Select
          label={t('orders.rep')}
          required
          searchable
          limit={50}
          disabled={was !== undefined}
          data={reps.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
          value={draft.rep}
          error={faults.at('/rep_code')}
          onChange={(rep) => set({ rep })}
        />
      ) : (
        <div className="fb-cat-row">
          <Select
            label={t('stock.place_partner')}
            placeholder={t('money.by_company')}
            clearable
            searchable
            data={partners.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
            value={draft.partner}
            error={faults.at('/partner_code')}
            onChange={(partner) => set({ partner })}
          />
          <Checkbox
            label={t('stock.place_default')}
            checked={draft.isDefault}
            onChange={(event) => set({ isDefault: event.currentTarget.checked })}
          />
        </div>
      )}
    </FormFrame>
  );
}
