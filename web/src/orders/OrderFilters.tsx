// Which orders: what waits, what is held, or all; of these a state, a hold, a rep, a customer, a period.
import { Chip, Select, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { HOLDS, ORDER_STATES, QUOTATION_STATES } from '../api/trade';
import { useRepNames } from '../reps/useRepNames';
import { SavedViews } from '../saved_views/SavedViews';
import { CustomerFilter } from './CustomerFilter';
import { type OrdersSearch, SHOWS, type Show } from './orders';

export function OrderFilters({ search }: { search: OrdersSearch }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/orders' });
  const show = search.show ?? 'waiting';
  const set = (change: Partial<OrdersSearch>) =>
    void navigate({
      search: (old) => ({ ...old, id: undefined, make: undefined, ...change }),
      replace: true,
    });
  const quotes = show === 'quotations';
  const reps = useRepNames();
  return (
    <div className="fb-order-filters">
      <Chip.Group
        value={show}
        onChange={(value) =>
          set({
            show: value === 'waiting' ? undefined : (value as Show),
            state: undefined,
            hold: undefined,
            offer: undefined,
          })
        }
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these filter a list */}
        <div className="fb-review-chips" role="group" aria-label={t('orders.show_which')}>
          {SHOWS.map((each) => (
            <Chip key={each} value={each} size="xs">
              {t(`orders.show.${each}`)}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      <div className="fb-order-selects">
        {show === 'all' && (
          <Select
            size="xs"
            aria-label={t('orders.state')}
            placeholder={t('orders.state')}
            clearable
            data={ORDER_STATES.map((state) => ({ value: state, label: t(`order_state.${state}`) }))}
            value={search.state ?? null}
            onChange={(state) => set({ state: ORDER_STATES.find((each) => each === state) })}
          />
        )}
        {quotes && (
          <Select
            size="xs"
            aria-label={t('orders.state')}
            placeholder={t('orders.state')}
            clearable
            data={QUOTATION_STATES.map((state) => ({ value: state, label: t(`quotation_state.${state}`) }))}
            value={search.offer ?? null}
            onChange={(state) => set({ offer: QUOTATION_STATES.find((each) => each === state) })}
          />
        )}
        {(show === 'held' || show === 'all') && (
          <Select
            size="xs"
            aria-label={t('orders.holds')}
            placeholder={t('orders.holds')}
            clearable
            data={HOLDS.map((hold) => ({ value: hold, label: t(`orders.hold.${hold}`) }))}
            value={search.hold ?? null}
            onChange={(hold) => set({ hold: HOLDS.find((each) => each === hold) })}
          />
        )}
        {!quotes && (
          <Select
            size="xs"
            aria-label={t('orders.rep')}
            placeholder={t('orders.rep')}
            clearable
            searchable
            limit={50}
            data={reps.map((rep) => ({ value: String(rep.id), label: `${rep.name} (${rep.code})` }))}
            value={search.rep === undefined ? null : String(search.rep)}
            onChange={(rep) => set({ rep: rep === null ? undefined : Number(rep) })}
          />
        )}{' '}
        <CustomerFilter value={search.customer} onChange={(customer) => set({ customer })} />
        {!quotes && (
          <>
            {' '}
            <TextInput
              size="xs"
              type="date"
              aria-label={t('orders.since')}
              value={search.from ?? ''}
              max={search.to}
              onChange={(event) => set({ from: event.currentTarget.value || undefined })}
            />
            <TextInput
              size="xs"
              type="date"
              aria-label={t('orders.until')}
              value={search.to ?? ''}
              min={search.from}
              onChange={(event) => set({ to: event.currentTarget.value || undefined })}
            />
          </>
        )}{' '}
        <SavedViews page="orders" />
      </div>
    </div>
  );
}
