// One supply order: how much was asked, confirmed, shipped and received, and what can be done with it now.
import { Alert, Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { WhyForm } from '../app/WhyForm';
import { Facts } from '../catalogue/Facts';
import { useFormat } from '../format/useFormat';
import { type Count, CountForm } from './CountForm';
import { countedLines } from './stock';
import { actOnSupply, confirmSupply, type SupplyOrder, sourceOf, together } from './supply';
import { useMilli } from './useMilli';

const again = () => queryClient.invalidateQueries({ queryKey: ['stock'] });

export function SupplyDetail({
  order,
  orders,
  rights,
}: {
  order: SupplyOrder;
  orders: readonly SupplyOrder[];
  rights: Rights;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const keeps = has(rights, 'manage_stock');
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
      {keeps &&
        (order.state === 'shipped' ? (
          <Receive order={order} />
        ) : (
          <Steps order={order} shares={together(orders, order)} />
        ))}
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

function Receive({ order }: { order: SupplyOrder }) {
  const { t } = useTranslation();
  const save = useMutation({
    mutationFn: ({ counted, reason }: Count) =>
      actOnSupply(order, 'receive', { reason: reason || undefined, lines: countedLines(counted) }),
    onSettled: again,
  });
  return (
    <CountForm
      title={t('supply.receive')}
      yes={t('supply.count_in')}
      color="teal.9"
      why={t('supply.why_differs')}
      rows={order.lines.map((line) => ({
        product_id: line.product_id,
        product_name: line.product_name,
        milli: line.shipped_milli ?? 0,
        unit: line.unit,
        pieces: line.pieces,
      }))}
      save={save}
    />
  );
}

interface Step {
  deed: 'confirm' | 'confirm_all' | 'submit' | 'ship' | 'reject' | 'cancel';
  reason?: string;
}

function Steps({ order, shares }: { order: SupplyOrder; shares: SupplyOrder[] }) {
  const { t } = useTranslation();
  const [ending, setEnding] = useState<'reject' | 'cancel' | null>(null);
  const [expected, setExpected] = useState('');
  const done = useMutation({
    mutationFn: async (step: Step) => {
      if (step.deed === 'confirm') await confirmSupply([order.id]);
      else if (step.deed === 'confirm_all') await confirmSupply(shares.map((one) => one.id));
      else if (step.deed === 'ship')
        await actOnSupply(order, step.deed, { expected_on: expected || undefined });
      else await actOnSupply(order, step.deed, { reason: step.reason });
    },
    onSettled: again,
  });
  const button = (step: Step, label: string) => (
    <Button loading={done.isPending} onClick={() => done.mutate(step)}>
      {label}
    </Button>
  );
  return (
    <>
      {done.isError && (
        <Alert color="red" role="alert" mb="sm">
          {problemText(done.error, t)}
        </Alert>
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
        <WhyForm
          yes={t(`supply.${ending}`)}
          busy={done.isPending}
          onSay={(reason) => done.mutate({ deed: ending, reason })}
          onCancel={() => setEnding(null)}
        />
      ) : (
        <div className="fb-actions">
          {order.state === 'draft' && button({ deed: 'submit' }, t('supply.submit'))}
          {order.state === 'submitted' && button({ deed: 'confirm' }, t('supply.confirm'))}
          {order.state === 'submitted' &&
            shares.length > 1 &&
            button({ deed: 'confirm_all' }, t('supply.confirm_all', { count: shares.length }))}
          {order.state === 'confirmed' && button({ deed: 'ship' }, t('supply.ship'))}
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
