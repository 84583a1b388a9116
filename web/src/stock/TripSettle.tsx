// What came back of a trip, counted into the warehouse by another than who drove; a difference needs its reason.
import { Alert, Button, NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { afterTrip, differs, dueBack, settleTrip, type Trip } from './trips';
import { useMilli } from './useMilli';

export function TripSettle({ trip }: { trip: Trip }) {
  const { t } = useTranslation();
  const milli = useMilli();
  const [counted, setCounted] = useState<Record<number, number>>({});
  const [reason, setReason] = useState('');
  const settle = useMutation({
    mutationFn: () => settleTrip(trip, counted, reason.trim()),
    onSettled: afterTrip,
  });
  const different = differs(trip, counted);
  return (
    <form
      className="fb-parts-form"
      aria-label={t('trips.settle')}
      onSubmit={(event) => {
        event.preventDefault();
        settle.mutate();
      }}
    >
      <h3>{t('trips.settle')}</h3>
      {settle.isError && (
        <Alert color="red" role="alert">
          {problemText(settle.error, t)}
        </Alert>
      )}
      {trip.goods.map((goods) => (
        <NumberInput
          key={goods.product_id}
          label={goods.product_name}
          description={t('trips.due_back', { count: milli(dueBack(goods)) })}
          min={0}
          decimalScale={3}
          value={(counted[goods.product_id] ?? dueBack(goods)) / 1000}
          onChange={(value) =>
            setCounted((old) => ({ ...old, [goods.product_id]: Math.round(Number(value || 0) * 1000) }))
          }
        />
      ))}
      {different && (
        <TextInput
          label={t('trips.difference_why')}
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
          loading={settle.isPending}
          disabled={different && reason.trim() === ''}
        >
          {t('trips.settle')}
        </Button>
      </div>
    </form>
  );
}
