// A customer: new, or changed with the version seen. Where the company's own system keeps a field, the server says so.
import { Checkbox, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { units } from '../alerts/alerts';
import { queryClient } from '../api/queries';
import { CodeAndName, FormFrame, useFaults } from '../catalogue/Form';
import { type Customer, customerBody, customerDraft, writeCustomer } from './customers';

export function CustomerForm({
  was,
  onSaved,
  onCancel,
}: {
  was?: Customer;
  onSaved: (customer: Customer) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => customerDraft(was));
  const set = (more: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...more }));
  const areas = useQuery(units).data?.items ?? [];
  const save = useMutation({
    mutationFn: (body: object) => writeCustomer(was, body),
    onSuccess: async (customer) => {
      await queryClient.invalidateQueries({ queryKey: ['customers'] });
      await queryClient.invalidateQueries({ queryKey: ['catalogue', 'found', 'customers'] });
      onSaved(customer);
    },
  });
  const faults = useFaults(save.error);
  return (
    <FormFrame saving={{ save, faults }} body={() => customerBody(draft, was)} onCancel={onCancel}>
      <div className="fb-cat-row">
        <CodeAndName head={draft} fresh={!was} faults={faults} onChange={set} />
      </div>
      <div className="fb-cat-row">
        <TextInput
          label={t('customer.phone')}
          type="tel"
          maxLength={64}
          value={draft.phone}
          error={faults.at('/phone')}
          onChange={(event) => set({ phone: event.currentTarget.value })}
        />
        <Select
          label={t('targets.unit')}
          required
          searchable
          allowDeselect={false}
          data={areas.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
          value={draft.unit || null}
          error={faults.at('/org_unit_code') ?? faults.at('/org_unit_id')}
          onChange={(unit) => set({ unit: unit ?? '' })}
        />
      </div>
      <div className="fb-cat-row">
        <TextInput
          label={t('customer.industry')}
          maxLength={200}
          value={draft.industry}
          error={faults.at('/industry')}
          onChange={(event) => set({ industry: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('customer.since')}
          description={t('customer.since_empty')}
          value={draft.since}
          error={faults.at('/since')}
          onChange={(event) => set({ since: event.currentTarget.value })}
        />
        {was && (
          <Checkbox
            label={t('customer.active')}
            checked={draft.active}
            onChange={(event) => set({ active: event.currentTarget.checked })}
          />
        )}
      </div>
    </FormFrame>
  );
}
