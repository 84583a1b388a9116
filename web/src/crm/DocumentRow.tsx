// One document of a customer: what it is, whether it holds, the way to it; changed in place.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import type { CustomerDocument } from './contracts';
import { DocumentForm } from './DocumentForm';

export function DocumentRow({ one, may }: { one: CustomerDocument; may: boolean }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const format = useFormat();
  if (editing)
    return (
      <li>
        <DocumentForm customer={one.customer_id} was={one} onDone={() => setEditing(false)} />
      </li>
    );
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
      {may && (
        <span className="fb-plans-acts">
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-label={t('crm.edit', { name: one.code })}
            onClick={() => setEditing(true)}
          >
            {t('crm.change')}
          </Button>
        </span>
      )}
    </li>
  );
}
