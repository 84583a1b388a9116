// A trip being planned: which van, on which day, and the orders in the order of their stops.
import { Alert, Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { newId } from '../client/ids';
import { useFormat } from '../format/useFormat';
import { locations } from './stock';
import { planTrip, type Trip, tripsQuery, waitingQuery } from './trips';

export function TripForm({ onDone, onCancel }: { onDone: (trip: Trip) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const vans = (useQuery(locations('')).data ?? []).filter((row) => row.kind === 'van' && row.active);
  const riding = new Set(
    (useQuery(tripsQuery).data ?? [])
      .filter((trip) => trip.state === 'planned' || trip.state === 'out')
      .flatMap((trip) => trip.stops.map((stop) => stop.order_id)),
  );
  const waiting = useQuery(waitingQuery).data?.filter((order) => !riding.has(order.id));
  // Made once, so that a retry is the same trip.
  const [id] = useState(newId);
  const [van, setVan] = useState<string | null>(null);
  const [date, setDate] = useState(format.dateAt(serverNow()));
  const [vehicle, setVehicle] = useState('');
  const [orders, setOrders] = useState<string[]>([]);
  const plan = useMutation({
    mutationFn: () => planTrip({ id, date, van_id: Number(van), vehicle: vehicle.trim() || null, orders }),
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: ['stock'] });
      onDone(made);
    },
  });
  return (
    <section className="fb-plans-detail" aria-label={t('trips.new')}>
      <h2>{t('trips.new')}</h2>
      <form
        className="fb-parts-form"
        onSubmit={(event) => {
          event.preventDefault();
          plan.mutate();
        }}
      >
        {plan.isError && (
          <Alert color="red" role="alert">
            {problemText(plan.error, t)}
          </Alert>
        )}
        <Select
          label={t('trips.van')}
          required
          searchable
          data={vans.map((row) => ({
            value: String(row.id),
            label: `${row.name}${row.rep_name ? ` · ${row.rep_name}` : ''}`,
          }))}
          value={van}
          onChange={setVan}
        />
        <TextInput
          label={t('trips.date')}
          type="date"
          required
          value={date}
          onChange={(event) => setDate(event.currentTarget.value)}
        />
        <TextInput
          label={t('trips.vehicle')}
          maxLength={200}
          value={vehicle}
          onChange={(event) => setVehicle(event.currentTarget.value)}
        />
        <Checkbox.Group label={t('trips.orders')} value={orders} onChange={setOrders}>
          {waiting?.length === 0 && <p className="fb-dim">{t('trips.nothing_waits')}</p>}
          {waiting?.map((order) => (
            <Checkbox
              key={order.id}
              mt={6}
              value={order.id}
              label={
                (orders.includes(order.id) ? `${orders.indexOf(order.id) + 1}. ` : '') +
                `${order.outlet_name ?? t('visit.no_outlet')} · ${format.money(order.total_minor, order.currency)} · ${format.day(order.date)}`
              }
            />
          ))}
        </Checkbox.Group>
        <div className="fb-actions">
          <Button type="submit" loading={plan.isPending} disabled={!van || orders.length === 0 || !date}>
            {t('trips.plan')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onCancel}>
            {t('review.cancel')}
          </Button>
        </div>
      </form>
    </section>
  );
}
