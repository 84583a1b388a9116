// A contract: new, or changed with the version seen.
import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MoneyInput } from '../catalogue/AmountInput';
import type { Found } from '../catalogue/catalogue';
import { FormFrame } from '../catalogue/Form';
import { Finder } from '../catalogue/Pickers';
import { type Contract, writeContract } from './contracts';
import { useSaving } from './saving';

export function ContractForm({
  customer,
  was,
  onDone,
}: {
  /** Of a new one, where it is known. */
  customer?: number;
  was?: Contract;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const [of, setOf] = useState<Found | null>(null);
  const [code, setCode] = useState('');
  const [title, setTitle] = useState(was?.title ?? '');
  const [signed, setSigned] = useState(was?.signed_on ?? '');
  const [from, setFrom] = useState(was?.valid_from ?? '');
  const [to, setTo] = useState(was?.valid_to ?? '');
  const [notice, setNotice] = useState(was?.notice_days ?? 30);
  const [amount, setAmount] = useState(was?.amount_minor ?? null);
  const [cancelled, setCancelled] = useState(was?.cancelled_on ?? '');
  const [why, setWhy] = useState(was?.cancel_reason ?? '');
  const saving = useSaving((body) => writeContract(was, body), onDone);
  const { faults } = saving;
  const day = (label: string, pointer: string, value: string, set: (value: string) => void) => (
    <TextInput
      type="date"
      label={label}
      value={value}
      error={faults.at(pointer)}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
  return (
    <FormFrame
      saving={saving}
      onCancel={onDone}
      body={() => ({
        ...(was ? {} : { code, customer_id: customer ?? of?.id }),
        title,
        signed_on: signed || null,
        valid_from: from || undefined,
        valid_to: to || null,
        notice_days: notice,
        amount_minor: amount,
        cancelled_on: cancelled || null,
        cancel_reason: why.trim() || null,
      })}
    >
      {!was && (
        <TextInput
          label={t('crm.number')}
          required
          maxLength={64}
          value={code}
          error={faults.at('/code')}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
      {!was && customer === undefined && (
        <Finder
          kind="customers"
          label={t('orders.customer')}
          required
          value={of}
          error={faults.at('/customer_id')}
          onChange={setOf}
        />
      )}
      <TextInput
        label={t('crm.contract_title')}
        required
        maxLength={200}
        value={title}
        error={faults.at('/title')}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <div className="fb-cat-row">
        {day(t('crm.signed_on'), '/signed_on', signed, setSigned)}
        {day(t('catalogue.valid_from'), '/valid_from', from, setFrom)}
        {day(t('catalogue.valid_to'), '/valid_to', to, setTo)}
      </div>
      <NumberInput
        label={t('crm.notice_days')}
        min={0}
        max={730}
        allowDecimal={false}
        hideControls
        value={notice}
        error={faults.at('/notice_days')}
        onChange={(days) => setNotice(Number(days) || 0)}
      />
      <MoneyInput label={t('money.amount')} value={amount} onChange={setAmount} />
      {was && (
        <div className="fb-cat-row">
          {day(t('crm.cancelled_on'), '/cancelled_on', cancelled, setCancelled)}
          <TextInput
            className="fb-cat-wide"
            label={t('crm.reason')}
            maxLength={200}
            value={why}
            error={faults.at('/cancel_reason')}
            onChange={(event) => setWhy(event.currentTarget.value)}
          />
        </div>
      )}
    </FormFrame>
  );
}
