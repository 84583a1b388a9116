// What a warehouse needs, product by product with the figures behind it, and the order that asks for it.
import { Alert, Button, NumberInput, Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { allOf } from '../catalogue/catalogue';
import { newId } from '../client/ids';
import { locations } from './stock';
import { askSupply, isShort, type Need, type NeedLine } from './supply';
import { useMilli } from './useMilli';

export function NeedDetail({
  need,
  rights,
  onOrder,
}: {
  need: Need;
  rights: Rights;
  onOrder: (id: string) => void;
}) {
  const { t } = useTranslation();
  const milli = useMilli();
  const [asking, setAsking] = useState(false);
  const keeps = has(rights, 'manage_stock');
  const days = (n: number | null) => (n === null ? '–' : t('supply.days', { count: n }));
  return (
    <section className="fb-plans-detail" aria-label={need.location_name}>
      <h2>{need.location_name}</h2>
      <p className="fb-dim">
        {t('supply.policy', { cover: need.cover_days, lead: need.lead_days, service: need.service_pct })}
      </p>
      {need.lines.length === 0 ? (
        <p className="fb-dim">{t('stock.nothing')}</p>
      ) : (
        /* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */
        <section className="fb-lines-scroll" tabIndex={0} aria-label={t('supply.needs')}>
          <table className="fb-lines">
            <thead>
              <tr>
                <th>{t('trips.product')}</th>
                <th className="fb-num">{t('stock.available')}</th>
                <th className="fb-num">{t('supply.in_transit')}</th>
                <th className="fb-num">{t('supply.on_order')}</th>
                <th className="fb-num">{t('supply.weekly')}</th>
                <th className="fb-num">{t('supply.safety')}</th>
                <th className="fb-num">{t('supply.cover')}</th>
                <th className="fb-num">{t('supply.with_transit')}</th>
                <th className="fb-num">{t('supply.suggested')}</th>
              </tr>
            </thead>
            <tbody>
              {need.lines.map((line) => (
                <tr key={line.product_id} data-product={line.product_code}>
                  <td>
                    {line.product_name} <span className="fb-dim">{line.base_unit}</span>
                  </td>
                  <td className="fb-num">{milli(line.available_milli)}</td>
                  <td className="fb-num">{milli(line.in_transit_milli)}</td>
                  <td className="fb-num">{milli(line.on_order_milli)}</td>
                  <td className="fb-num">{milli(line.forecast_milli)}</td>
                  <td className="fb-num">{milli(line.safety_milli)}</td>
                  <td className="fb-num" data-open={isShort(need, line) || undefined}>
                    {days(line.days_of_cover)}
                  </td>
                  <td className="fb-num">{days(line.days_with_transit)}</td>
                  <td className="fb-num">
                    {line.quantity > 0 ? (
                      <b>
                        {milli(line.quantity * 1000)} {line.unit}
                      </b>
                    ) : (
                      '–'
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {keeps &&
        need.lines.length > 0 &&
        (asking ? (
          <AskForm need={need} onClose={() => setAsking(false)} onDone={onOrder} />
        ) : (
          <div className="fb-actions">
            <Button onClick={() => setAsking(true)}>{t('supply.ask')}</Button>
          </div>
        ))}
    </section>
  );
}

function AskForm({
  need,
  onClose,
  onDone,
}: {
  need: Need;
  onClose: () => void;
  onDone: (id: string) => void;
}) {
  const { t } = useTranslation();
  const [id] = useState(newId);
  const [source, setSource] = useState<string | null>(null);
  const [wanted, setWanted] = useState<Record<number, number>>({});
  const warehouses = (useQuery(locations('')).data ?? []).filter(
    (row) => row.kind === 'warehouse' && row.active && row.id !== need.location_id,
  );
  const partners = (useQuery(allOf('partners')).data ?? []).filter((row) => row.active);
  const quantity = (line: NeedLine) => wanted[line.product_id] ?? line.quantity;
  const lines = need.lines.filter((line) => quantity(line) > 0);
  const ask = useMutation({
    mutationFn: () => {
      const [kind, at] = (source ?? '').split(':');
      return askSupply({
        id,
        to_id: need.location_id,
        ...(kind === 'place' ? { from_id: Number(at) } : { partner_id: Number(at) }),
        lines: lines.map((line) => ({
          product_id: line.product_id,
          unit: line.unit,
          quantity: quantity(line),
        })),
      });
    },
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: ['stock'] });
      onDone(made.id);
    },
  });
  return (
    <form
      className="fb-parts-form"
      aria-label={t('supply.ask')}
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <h3>{t('supply.ask')}</h3>
      {ask.isError && (
        <Alert color="red" role="alert">
          {problemText(ask.error, t)}
        </Alert>
      )}
      <Select
        label={t('supply.source')}
        required
        searchable
        data={[
          {
            group: t('supply.warehouses'),
            items: warehouses.map((row) => ({ value: `place:${row.id}`, label: row.name })),
          },
          {
            group: t('supply.partners'),
            items: partners.map((row) => ({ value: `partner:${row.id}`, label: row.name })),
          },
        ]}
        value={source}
        onChange={setSource}
      />
      {need.lines.map((line) => (
        <NumberInput
          key={line.product_id}
          label={line.product_name}
          min={0}
          allowDecimal={false}
          suffix={` ${line.unit}`}
          value={quantity(line)}
          onChange={(value) => setWanted((old) => ({ ...old, [line.product_id]: Number(value || 0) }))}
        />
      ))}
      <div className="fb-actions">
        <Button type="submit" loading={ask.isPending} disabled={!source || lines.length === 0}>
          {t('supply.make')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t('review.cancel')}
        </Button>
      </div>
    </form>
  );
}
