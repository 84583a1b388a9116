// A document of a customer: new, or changed with the version seen.
import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormFrame } from '../catalogue/Form';
import {
  type CustomerDocument,
  contractsOf,
  DOCUMENT_KINDS,
  type DocumentKind,
  writeDocument,
} from './contracts';
import { useSaving } from './saving';

export function DocumentForm({
  customer,
  was,
  onDone,
}: {
  customer: number;
  was?: CustomerDocument;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [kind, setKind] = useState<DocumentKind>(was?.kind ?? 'contract');
  const [title, setTitle] = useState(was?.title ?? '');
  const [link, setLink] = useState(was?.link ?? '');
  const [reference, setReference] = useState(was?.reference ?? '');
  const [issued, setIssued] = useState(was?.issued_on ?? '');
  const [to, setTo] = useState(was?.valid_to ?? '');
  const [contract, setContract] = useState(was?.contract_code ?? null);
  const contracts = useQuery(contractsOf(customer)).data ?? [];
  const saving = useSaving((body) => writeDocument(was, body), onDone);
  const { faults } = saving;
  const text = (
    label: string,
    pointer: string,
    value: string,
    set: (value: string) => void,
    type = 'text',
  ) => (
    <TextInput
      type={type}
      label={label}
      maxLength={200}
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
        ...(was ? {} : { customer_id: customer, code }),
        contract_code: contract,
        kind,
        title,
        link: link.trim() || null,
        reference: reference.trim() || null,
        issued_on: issued || null,
        valid_to: to || null,
      })}
    >
      {!was && text(t('crm.number'), '/code', code, setCode)}
      <Select
        label={t('crm.what')}
        allowDeselect={false}
        data={DOCUMENT_KINDS.map((each) => ({ value: each, label: t(`crm.document_kind.${each}`) }))}
        value={kind}
        onChange={(value) => setKind(DOCUMENT_KINDS.find((each) => each === value) ?? 'other')}
      />
      {text(t('crm.contract_title'), '/title', title, setTitle)}
      {contracts.length > 0 && (
        <Select
          label={t('crm.of_contract')}
          clearable
          data={contracts.map((each) => ({ value: each.code, label: `${each.title} (${each.code})` }))}
          value={contract}
          error={faults.at('/contract_code')}
          onChange={setContract}
        />
      )}
      {text(t('crm.link'), '/link', link, setLink, 'url')}
      {text(t('crm.reference'), '/reference', reference, setReference)}
      <div className="fb-cat-row">
        {text(t('crm.issued_on'), '/issued_on', issued, setIssued, 'date')}
        {text(t('catalogue.valid_to'), '/valid_to', to, setTo, 'date')}
      </div>
    </FormFrame>
  );
}
