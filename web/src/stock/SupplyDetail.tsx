// One supply order: how much was asked, confirmed, shipped and received, and what can be done with it now.
import { Alert, Button, NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import type { Role } from '../api/types';
import { problemText } from '../app/problem';
import { Facts } from '../catalogue/Facts';
import { useFormat } from '../format/useFormat';
import { MAY_MOVE } from './stock';
import { actOnSupply, confirmSupply, type Deed, type SupplyOrder, sourceOf, together } from './supply';
import { useMilli } from './useMilli';

export function SupplyDetail({
  order,
  orders,
  role,
}: {
  order: SupplyOrder;
  orders: readonly SupplyOrder[];
  role: Role | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const keeps = role !== undefined && MAY_MOVE.includes(role);
  const step = (at: string | null, by: string | null) =>
    [at && format.moment(at), by].filter(Boolean).join(' · ');
  const facts: [string, string][] = [
    [t('supply.to'), order.to_name],
    [t('supply.source'), sourceOf(order)],
    [t('supply.made'), step(order.created_at, order.created_by)],
  ];
  if (order.confirmed_at)
    facts.push([t('supply.state.confirmed'), step(order.confirmed_at, order.confirmed_by)]);
  if (order.shipped_at) facts.push([t('supply.state.shipped'), step(order.shipped_at, order.shipped_by)]);
  if (order.expected_on) facts.push([t('supply.expected'), format.day(order.expected_on)]);
  if (order.received_at) facts.push([t('supply.state.received'), step(order.received_at, order.received_by)]);
  return (
    <section className="fb-plans-detail" aria-label={t('supply.one')}>
      <h2>
        {order.to_name}{' '}
        <span className="fb-order-state" data-state={order.state} data-testid="supply-state">
          {t(`supply.state.${order.state}`)}
        </span>
      </h2>
      <Facts rows={facts} />
      {order.state === 'shipped' && <p className="fb-note">{t('supply.on_its_way')}</p>}
      {order.reason && <p className="fb-note">“{order.reason}”</p>}
      {order.note && <p className="fb-note">“{order.note}”</p>}
      <Lines order={order} />
      {keeps && <Steps order={order} shares={together(orders, order)} />}
    </section>
  );
}

function Lines({ order }: { order: SupplyOrder }) {
  const { t } = useTranslation();
  const milli = useMilli();
  const shown = (value: number | null, pieces: number) => (value === null ? '–' : milli(value / pieces));
  return (
    <section className="fb-section">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-lines-scroll" tabIndex={0} aria-label={t('trips.goods')}>
        <table className="fb-lines">
          <thead>
            <tr>
              <th>{t('trips.product')}</th>
              <th className="fb-num">{t('supply.asked')}</th>
              <th className="fb-num">{t('supply.state.confirmed')}</th>
              <th className="fb-num">{t('supply.state.shipped')}</th>
              <th className="fb-num">{t('supply.state.received')}</th>
              <th className="fb-num">{t('trips.missing')}</th>
            </tr>
          </thead>
          <tbody>
            {order.lines.map((line) => (
              <tr key={line.product_id} data-product={line.product_code}>
                <td>
                  {line.product_name} <span className="fb-dim">{line.unit}</span>
                </td>
                <td className="fb-num">{shown(line.asked_milli, line.pieces)}</td>
                <td
                  className="fb-num"
                  data-open={
                    (line.confirmed_milli !== null && line.confirmed_milli < line.asked_milli) || undefined
                  }
                >
                  {shown(line.confirmed_milli, line.pieces)}
                </td>
                <td className="fb-num">{shown(line.shipped_milli, line.pieces)}</td>
                <td className="fb-num">{shown(line.received_milli, line.pieces)}</td>
                <td className="fb-num" data-open={!!line.missing_milli || undefined}>
                  {shown(line.missing_milli, line.pieces)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Steps({ order, shares }: { order: SupplyOrder; shares: SupplyOrder[] }) {
  const { t } = useTranslation();
  const [ending, setEnding] = useState<'reject' | 'cancel' | null>(null);
  const [reason, setReason] = useState('');
  const [counted, setCounted] = useState<Record<number, number>>({});
  const [expected, setExpected] = useState('');
  const done = useMutation({
    mutationFn: async (deed: Deed | 'confirm' | 'confirm_all') => {
      if (deed === 'confirm') await confirmSupply([order.id]);
      else if (deed === 'confirm_all') await confirmSupply(shares.map((one) => one.id));
      else
        await actOnSupply(order, deed, {
          reason: reason.trim() || undefined,
          expected_on: deed === 'ship' ? expected || undefined : undefined,
          lines:
            deed === 'receive'
              ? Object.entries(counted).map(([id, milli]) => ({ product_id: Number(id), milli }))
              : undefined,
        });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['stock'] }),
  });
  const button = (deed: Deed | 'confirm' | 'confirm_all', label: string) => (
    <Button key={deed} loading={done.isPending} onClick={() => done.mutate(deed)}>
      {label}
    </Button>
  );
  const differs = order.lines.some(
    (line) => (counted[line.product_id] ?? line.shipped_milli) !== line.shipped_milli,
  );
  return (
    <>
      {done.isError && (
        <Alert color="red" role="alert" mb="sm">
          {problemText(done.error, t)}
        </Alert>
      )}
      {order.state === 'shipped' && (
        <form
          className="fb-parts-form"
          aria-label={t('supply.receive')}
          onSubmit={(event) => {
            event.preventDefault();
            done.mutate('receive');
          }}
        >
          <h3>{t('supply.receive')}</h3>
          {order.lines.map((line) => (
            <NumberInput
              key={line.product_id}
              label={line.product_name}
              min={0}
              decimalScale={3}
              suffix={` ${line.unit}`}
              value={(counted[line.product_id] ?? line.shipped_milli ?? 0) / 1000 / line.pieces}
              onChange={(value) =>
                setCounted((old) => ({
                  ...old,
                  [line.product_id]: Math.round(Number(value || 0) * 1000 * line.pieces),
                }))
              }
            />
          ))}
          {differs && (
            <TextInput
              label={t('supply.why_differs')}
              required
              maxLength={200}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          <div className="fb-actions">
            <Button
              type="submit"
              color="teal.9"
              loading={done.isPending}
              disabled={differs && !reason.trim()}
            >
              {t('supply.count_in')}
            </Button>
          </div>
        </form>
      )}
      {order.state === 'confirmed' && (
        <TextInput
          type="date"
          label={t('supply.expected')}
          value={expected}
          onChange={(event) => setExpected(event.currentTarget.value)}
        />
      )}
      {ending ? (
        <form
          className="fb-reason"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim()) done.mutate(ending);
          }}
        >
          <TextInput
            autoFocus
            aria-label={t('orders.why')}
            placeholder={t('orders.why')}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button type="submit" color="red.9" disabled={!reason.trim()} loading={done.isPending}>
            {t(`supply.${ending}`)}
          </Button>
          <Button variant="subtle" color="gray" onClick={() => setEnding(null)}>
            {t('review.cancel')}
          </Button>
        </form>
      ) : (
        <div className="fb-actions">
          {order.state === 'draft' && button('submit', t('supply.submit'))}
          {order.state === 'submitted' && button('confirm', t('supply.confirm'))}
          {order.state === 'submitted' &&
            shares.length > 1 &&
            button('confirm_all', t('supply.confirm_all', { count: shares.length }))}
          {order.state === 'confirmed' && button('ship', t('supply.ship'))}
          {order.state === 'submitted' && (
            <Button variant="default" onClick={() => setEnding('reject')}>
              {t('supply.reject')}
            </Button>
          )}
          {['draft', 'submitted', 'confirmed'].includes(order.state) && (
            <Button variant="default" onClick={() => setEnding('cancel')}>
              {t('supply.cancel')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
