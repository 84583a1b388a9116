// One contract with its dates and what they make of it today.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import { ContractForm } from './ContractForm';
import type { Contract } from './contracts';

export function ContractRow({ one, may, named }: { one: Contract; may: boolean; named: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const [editing, setEditing] = useState(false);
  if (editing)
    return (
      <li>
        <ContractForm was={one} onDone={() => setEditing(false)} />
      </li>
    );
  const until = one.valid_to ? format.longDay(one.valid_to) : t('crm.endless');
  return (
    <li data-contract={one.code} data-one={one.code} tabIndex={-1}>
      <span>
        <strong>{one.title}</strong> <span className="fb-dim">{one.code}</span>{' '}
        <span className="fb-order-state" data-state={one.validity}>
          {t(`crm.validity.${one.validity}`)}
        </span>
        <br />
        <span className="fb-dim">
          {format.longDay(one.valid_from)} – {until}
          {one.amount_minor !== null && ` · ${format.money(one.amount_minor, currency)}`}
        </span>
        {named && (
          <>
            {' '}
            <Link to="/customers/$id" params={{ id: one.customer_id }} className="fb-link">
              {one.customer_name}
            </Link>
          </>
        )}
        {one.cancel_reason && <em className="fb-crm-said">“{one.cancel_reason}”</em>}
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
