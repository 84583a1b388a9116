// Contracts and documents of one customer.
import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { ContractForm } from './ContractForm';
import { ContractRow } from './ContractRow';
import { byValidity, contractsOf, documentsOf } from './contracts';
import { DocumentForm } from './DocumentForm';
import { DocumentRow } from './DocumentRow';

export function CustomerContracts({ customer, rights }: { customer: number; rights: Rights }) {
  const { t } = useTranslation();
  const contracts = useQuery(contractsOf(customer));
  const documents = useQuery(documentsOf(customer));
  const [making, setMaking] = useState<'contract' | 'document' | null>(null);
  const failed = contracts.error ?? documents.error;
  const may = has(rights, 'keep_relations');
  const none = contracts.data?.length === 0 && documents.data?.length === 0;
  return (
    <section className="fb-section">
      <h2>{t('crm.papers')}</h2>
      <ExportButtons path={`contracts?customer_id=${customer}`} name={t('crm.tab.contracts')} />{' '}
      <ExportButtons path={`documents?customer_id=${customer}`} name={t('crm.documents')} />
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
          <DocumentRow key={`d${one.id}`} one={one} may={may} />
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
