// Contracts and documents of one customer.
import { Alert, Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../api/types';
import { problemText } from '../app/problem';
import { FormFrame } from '../catalogue/Form';
import { useFormat } from '../format/useFormat';
import { ContractForm } from './ContractForm';
import { ContractRow } from './ContractRow';
import {
  byValidity,
  type CustomerDocument,
  contractsOf,
  DOCUMENT_KINDS,
  type DocumentKind,
  documentsOf,
  makeDocument,
} from './contracts';
import { mayKeep } from './rights';
import { useSaving } from './saving';

export function CustomerContracts({ customer, role }: { customer: number; role: Role | undefined }) {
  const { t } = useTranslation();
  const contracts = useQuery(contractsOf(customer));
  const documents = useQuery(documentsOf(customer));
  const [making, setMaking] = useState<'contract' | 'document' | null>(null);
  const failed = contracts.error ?? documents.error;
  const may = mayKeep(role);
  const none = contracts.data?.length === 0 && documents.data?.length === 0;
  return (
    <section className="fb-section">
      <h2>{t('crm.papers')}</h2>
      {failed && (
        <Alert color="red" role="alert" title={t('crm.failed')}>
          {problemText(failed, t)}
        </Alert>
      )}
      {none && <p className="fb-dim">{t('customer.nothing')}</p>}
      <ul className="fb-plans-rows fb-crm-rows">
        {byValidity(contracts.data ?? []).map((one) => (
          <ContractRow key={one.id} one={one} may={may} named={false} />
        ))}
        {documents.data?.map((one) => (
          <DocumentRow key={`d${one.id}`} one={one} />
        ))}
      </ul>
      {making === 'contract' && <ContractForm customer={customer} onDone={() => setMaking(null)} />}
      {making === 'document' && <DocumentForm customer={customer} onDone={() => setMaking(null)} />}
      {may && making === null && (
        <div className="fb-actions">
          <Button size="compact-sm" variant="light" onClick={() => setMaking('contract')}>
            {t('crm.new_contract')}
          </Button>
          <Button size="compact-sm" variant="light" onClick={() => setMaking('document')}>
            {t('crm.new_document')}
          </Button>
        </div>
      )}
    </section>
  );
}

function DocumentRow({ one }: { one: CustomerDocument }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li data-document={one.code}>
      <span>
        {one.link ? (
          <a href={one.link} target="_blank" rel="noreferrer noopener" className="fb-link">
            {one.title}
          </a>
        ) : (
          <strong>{one.title}</strong>
        )}{' '}
        <span className="fb-dim">{t(`crm.document_kind.${one.kind}`)}</span>{' '}
        <span className="fb-order-state" data-state={one.validity}>
          {t(`crm.validity.${one.validity}`)}
        </span>
        <br />
        <span className="fb-dim">
          {[one.code, one.reference, one.contract_code, one.valid_to && format.longDay(one.valid_to)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
    </li>
  );
}

function DocumentForm({ customer, onDone }: { customer: number; onDone: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [kind, setKind] = useState<DocumentKind>('contract');
  const [title, setTitle] = useState('');
  const [link, setLink] = useState('');
  const [reference, setReference] = useState('');
  const [issued, setIssued] = useState('');
  const [to, setTo] = useState('');
  const saving = useSaving(makeDocument, onDone);
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
        customer_id: customer,
        code,
        kind,
        title,
        link: link.trim() || null,
        reference: reference.trim() || null,
        issued_on: issued || null,
        valid_to: to || null,
      })}
    >
      {text(t('crm.number'), '/code', code, setCode)}
      <Select
        label={t('crm.what')}
        allowDeselect={false}
        data={DOCUMENT_KINDS.map((each) => ({ value: each, label: t(`crm.document_kind.${each}`) }))}
        value={kind}
        onChange={(value) => setKind(DOCUMENT_KINDS.find((each) => each === value) ?? 'other')}
      />
      {text(t('crm.contract_title'), '/title', title, setTitle)}
      {text(t('crm.link'), '/link', link, setLink, 'url')}
      {text(t('crm.reference'), '/reference', reference, setReference)}
      <div className="fb-cat-row">
        {text(t('crm.issued_on'), '/issued_on', issued, setIssued, 'date')}
        {text(t('catalogue.valid_to'), '/valid_to', to, setTo, 'date')}
      </div>
    </FormFrame>
  );
}
