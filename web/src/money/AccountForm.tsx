// An account is opened for a customer: with whom, up to how much, and when it is to be paid.
import { Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import type { CreditAccount } from '../api/trade';
import { allOf } from '../catalogue/catalogue';
import { FormFrame, useFaults } from '../catalogue/Form';
import { Finder } from '../catalogue/Pickers';
import { type AccountDraft, openAccount } from './desk';
import { TermsFields } from './TermsFields';

const BLANK: AccountDraft = {
  customer: null,
  partner: null,
  limit_minor: null,
  terms_days: 0,
  overdue_days: null,
};

export function AccountForm({
  onSaved,
  onCancel,
}: {
  onSaved: (account: CreditAccount) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(BLANK);
  const partners = useQuery(allOf('partners')).data ?? [];
  const set = (more: Partial<AccountDraft>) => setDraft((old) => ({ ...old, ...more }));
  const save = useMutation({
    mutationFn: (body: object) => openAccount(body as AccountDraft),
    onSuccess: async (account) => {
      await queryClient.invalidateQueries({ queryKey: ['money'] });
      onSaved(account);
    },
  });
  const faults = useFaults(save.error);
  return (
    <FormFrame saving={{ save, faults }} body={() => draft} yes={t('money.open_account')} onCancel={onCancel}>
      <Finder
        kind="customers"
        label={t('orders.customer')}
        required
        value={draft.customer}
        error={faults.at('/customer_id')}
        onChange={(customer) => set({ customer })}
      />
      <Select
        label={t('money.with')}
        placeholder={t('money.by_company')}
        clearable
        searchable
        data={partners
          .filter(({ active }) => active)
          .map(({ id, name, code }) => ({ value: String(id), label: `${name} (${code})` }))}
        value={draft.partner === null ? null : String(draft.partner)}
        error={faults.at('/partner_id')}
        onChange={(id) => set({ partner: id === null ? null : Number(id) })}
      />
      <div className="fb-cat-row">
        <TermsFields terms={draft} faults={faults} onChange={set} />
      </div>
    </FormFrame>
  );
}
