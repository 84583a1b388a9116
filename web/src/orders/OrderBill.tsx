// Bills what was delivered of an order and is not billed yet, by who keeps the accounts.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Order } from '../api/trade';
import type { Rights } from '../app/rights';
import { BillForm } from '../money/BillForm';
import { billOrder } from '../money/desk';
import { mayBill } from './orders';

export function OrderBill({ order, rights }: { order: Order; rights: Rights }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (!mayBill(order, rights)) return null;
  if (!open)
    return (
      <div className="fb-actions">
        <Button size="xs" variant="default" onClick={() => setOpen(true)}>
          {t('orders.bill')}
        </Button>
      </div>
    );
  return (
    <section className="fb-section" aria-label={t('orders.bill')}>
      <h3>{t('orders.bill')}</h3>
      <BillForm
        yes={t('money.enter')}
        totalWhat={t('orders.bill_what')}
        send={(id, draft) => billOrder(id, draft, order.id)}
        onDone={() => setOpen(false)}
      />
    </section>
  );
}
