// What came back of an order, and the decision on it, which credits the customer.
import { Alert, Button, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import type { Order, SalesReturn } from '../api/trade';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { decideReturn, returnsQuery } from './orders';

export function Returns({ order, rights }: { order: Order; rights: Rights }) {
  const { t } = useTranslation();
  const delivered = order.lines.some((line) => line.delivered_milli > 0);
  const rows = useQuery({ ...returnsQuery(order.id), enabled: delivered }).data ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="fb-section">
      <h3>{t('orders.returns')}</h3>
      <ul className="fb-holds">
        {rows.map((row) => (
          <Return key={row.id} row={row} order={order} rights={rights} />
        ))}
      </ul>
    </section>
  );
}

function Return({ row, order, rights }: { row: SalesReturn; order: Order; rights: Rights }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: (approve: boolean) => decideReturn(row, approve, reason.trim() || undefined),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['orders'] }),
        queryClient.invalidateQueries({ queryKey: ['money'] }),
      ]),
  });
  const may = has(rights, 'manage_receivables');
  const goods = row.lines.map((part) => {
    const line = order.lines.find((l) => l.line === part.line);
    return `${format.count(part.quantity_milli / 1000)} ${line?.unit ?? ''} ${line?.product_name ?? ''}`;
  });
  return (
    <li data-hold="return">
      <h3>
        {t(`return_state.${row.state}`)} · {format.money(row.value_minor, row.currency)}
      </h3>
      <p>
        {goods.join(', ')} · “{row.reason}”
        {row.decided_by && (
          <span className="fb-dim">
            {' '}
            {row.decided_by}
            {row.decision_reason && ` “${row.decision_reason}”`}
          </span>
        )}
      </p>
      {decide.isError && (
        <Alert color="red" role="alert">
          {problemText(decide.error, t)}
        </Alert>
      )}
      {row.state === 'recorded' &&
        (may ? (
          <form className="fb-reason" onSubmit={(event) => event.preventDefault()}>
            <Textarea
              aria-label={t('orders.decision_why')}
              placeholder={t('orders.decision_why')}
              autosize
              minRows={1}
              maxLength={200}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <Button color="teal.9" loading={decide.isPending} onClick={() => decide.mutate(true)}>
              {t('orders.approve')}
            </Button>
            <Button
              color="red.9"
              disabled={!reason.trim()}
              loading={decide.isPending}
              onClick={() => decide.mutate(false)}
            >
              {t('orders.refuse')}
            </Button>
          </form>
        ) : (
          <p className="fb-dim">{t('orders.return_waits')}</p>
        ))}
    </li>
  );
}
