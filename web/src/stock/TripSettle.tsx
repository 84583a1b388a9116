// What came back of a trip, counted into the warehouse by another than who drove; a difference needs its reason.
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Count, CountForm } from './CountForm';
import { afterTrip, dueBack, settleTrip, type Trip } from './trips';
import { useMilli } from './useMilli';

export function TripSettle({ trip }: { trip: Trip }) {
  const { t } = useTranslation();
  const milli = useMilli();
  const settle = useMutation({
    mutationFn: ({ counted, reason }: Count) => settleTrip(trip, counted, reason),
    onSettled: afterTrip,
  });
  return (
    <CountForm
      title={t('trips.settle')}
      yes={t('trips.settle')}
      color="teal.9"
      why={t('trips.difference_why')}
      rows={trip.goods.map((goods) => ({
        product_id: goods.product_id,
        product_name: goods.product_name,
        milli: dueBack(goods),
        about: t('trips.due_back', { count: milli(dueBack(goods)) }),
      }))}
      save={settle}
    />
  );
}
