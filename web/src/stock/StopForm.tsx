// What became of a stop: delivered, in part or refused; who took the goods, and why not all of them.
import { Alert, Button, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { newId } from '../client/ids';
import { orderQuery, toDeliver } from '../orders/orders';
import { afterTrip, OUTCOMES, type Outcome, type Trip, type TripStop, tellStop } from './trips';

export function StopForm({ trip, stop, onClose }: { trip: Trip; stop: TripStop; onClose: () => void }) {
  const { t } = useTranslation();
  // Made once, so that a retry is the same delivery.
  const [id] = useState(newId);
  const [outcome, setOutcome] = useState<Outcome>('delivered');
  const [receiver, setReceiver] = useState('');
  const [reason, setReason] = useState('');
  const [parts, setParts] = useState<Record<number, number>>({});
  const order = useQuery({ ...orderQuery(stop.order_id), enabled: outcome === 'partly' }).data;
  const lines = (order?.lines ?? [])
    .filter((line) => toDeliver(line) > 0)
    .map((line) => ({ line, milli: parts[line.line] ?? toDeliver(line) }));
  const chosen = lines
    .filter(({ milli }) => milli > 0)
    .map(({ line, milli }) => ({ line: line.line, quantity_milli: milli }));
  const tell = useMutation({
    mutationFn: () =>
      tellStop(trip, stop, {
        id,
        outcome,
        lines: outcome === 'partly' ? chosen : undefined,
        reason: outcome === 'delivered' ? undefined : reason.trim(),
        receiver: outcome === 'refused' ? undefined : receiver.trim(),
      }),
    onSuccess: onClose,
    onSettled: afterTrip,
  });
  const ready =
    (outcome === 'refused' || receiver.trim() !== '') &&
    (outcome === 'delivered' || reason.trim() !== '') &&
    (outcome !== 'partly' || chosen.length > 0);
  return (
    <form
      className="fb-parts-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) tell.mutate();
      }}
    >
      {tell.isError && (
        <Alert color="red" role="alert">
          {problemText(tell.error, t)}
        </Alert>
      )}
      <SegmentedControl
        size="xs"
        aria-label={t('trips.tell')}
        data={OUTCOMES.map((value) => ({ value, label: t(`trips.stop.${value}`) }))}
        value={outcome}
        onChange={(value) => setOutcome(value as Outcome)}
      />
      {outcome === 'partly' &&
        lines.map(({ line, milli }) => (
          <NumberInput
            key={line.line}
            label={line.product_name}
            description={t('orders.most', { count: toDeliver(line) / 1000, unit: line.unit })}
            min={0}
            max={toDeliver(line) / 1000}
            decimalScale={3}
            clampBehavior="strict"
            value={milli / 1000}
            onChange={(value) =>
              setParts((old) => ({ ...old, [line.line]: Math.round(Number(value || 0) * 1000) }))
            }
          />
        ))}
      {outcome !== 'refused' && (
        <TextInput
          label={t('orders.receiver')}
          required
          maxLength={200}
          value={receiver}
          onChange={(event) => setReceiver(event.currentTarget.value)}
        />
      )}
      {outcome !== 'delivered' && (
        <TextInput
          label={t('orders.why')}
          required
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <div className="fb-actions">
        <Button type="submit" size="xs" loading={tell.isPending} disabled={!ready}>
          {t('trips.say')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onClose}>
          {t('review.cancel')}
        </Button>
      </div>
    </form>
  );
}
