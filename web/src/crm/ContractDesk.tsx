// Contracts of all customers, what ends soon first.
import { Alert, Button, Chip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { Waiting } from '../drawer/RepDayPanel';
import { ContractForm } from './ContractForm';
import { ContractRow } from './ContractRow';
import { byValidity, contractsPath, contractsQuery, VALIDITIES, type Validity } from './contracts';
import type { RelationsSearch } from './search';
import { useLedTo } from './useLedTo';

export function ContractDesk({ search, rights }: { search: RelationsSearch; rights: Rights }) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const [validity, setValidity] = useState<Validity | undefined>(undefined);
  const query = useQuery(contractsQuery(validity));
  const desk = useLedTo(search.one, query.data?.items.length ?? 0);
  const may = has(rights, 'keep_relations');
  return (
    <div ref={desk} className="fb-crm-desk">
      <div className="fb-plans-head">
        <h2>{t('crm.tab.contracts')}</h2>
        <ExportButtons path={contractsPath(validity)} name={t('crm.tab.contracts')} />
        {may && !making && (
          <Button size="compact-sm" onClick={() => setMaking(true)}>
            {t('crm.new_contract')}
          </Button>
        )}
      </div>
      {making && <ContractForm onDone={() => setMaking(false)} />}
      <Chip.Group
        value={validity ?? 'all'}
        onChange={(value) => setValidity(VALIDITIES.find((each) => each === value))}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these filter a list */}
        <div className="fb-review-chips" role="group" aria-label={t('customer.which')}>
          <Chip value="all" size="xs">
            {t('customer.all')}
          </Chip>
          {VALIDITIES.map((each) => (
            <Chip key={each} value={each} size="xs">
              {t(`crm.validity.${each}`)}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      {query.isPending && <Waiting />}
      {query.isError && (
        <Alert color="red" role="alert" title={t('crm.failed')}>
          {problemText(query.error, t)}
        </Alert>
      )}
      <ul className="fb-plans-rows fb-crm-rows" aria-label={t('crm.tab.contracts')}>
        {byValidity(query.data?.items ?? []).map((one) => (
          <ContractRow key={one.id} one={one} may={may} named />
        ))}
      </ul>
      {query.data?.items.length === 0 && <p className="fb-dim">{t('customer.nothing')}</p>}
      {query.data?.next_cursor && (
        <p className="fb-plans-bad">{t('stock.more', { count: query.data.items.length })}</p>
      )}
    </div>
  );
}
