// Orders as rows, one beside them, many confirmed at once.
import { Alert, Button, Checkbox } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import type { Order } from '../api/trade';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { usePicking } from '../app/usePicking';
import { useShortcuts } from '../pages/useShortcuts';
import { OrderDetail } from './OrderDetail';
import { OrderList } from './OrderList';
import { confirmMany, type OrdersSearch, ordersQuery, outcome } from './orders';
import { TakeForm } from './TakeForm';

interface Props {
  search: OrdersSearch;
  rights: Rights;
  onFocus: (id: string) => void;
  /** What is made instead of looking at one. */
  making: ReactNode;
}

export function OrderDesk({ search, rights, onFocus, making }: Props) {
  const { t } = useTranslation();
  /** Whose lines are changed, as they were then: what came meanwhile is refused, not overwritten. */
  const [revised, setRevised] = useState<Order | null>(null);
  if (making && revised) setRevised(null);
  const go = (id: string) => {
    setRevised(null);
    onFocus(id);
  };
  const form =
    making ||
    (revised && (
      <TakeForm
        key={revised.id}
        was={revised}
        onDone={() => setRevised(null)}
        onCancel={() => setRevised(null)}
      />
    ));
  const mayConfirm = has(rights, 'confirm_orders');
  const list = useInfiniteQuery(ordersQuery(search));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  // An order that left the list stays beside it until another is looked at.
  const focused = search.id ?? rows[0]?.id;
  const picking = usePicking(ids, focused, go);
  const chosen = rows.filter((row) => picking.selected.has(row.id));
  const [said, setSaid] = useState<ReturnType<typeof outcome> | null>(null);

  const confirm = useMutation({
    mutationFn: confirmMany,
    onSuccess: (results) => {
      setSaid(outcome(results));
      picking.none();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['orders'] }),
  });
  const able = chosen.filter((row) => row.state === 'submitted').map((row) => row.id);
  const say = () => {
    if (mayConfirm && able.length > 0 && !confirm.isPending) confirm.mutate(able);
  };
  useShortcuts(form ? {} : { ...picking.keys, a: say });
  return (
    <>
      {list.isError && (
        <Alert color="red" role="alert" title={t('orders.failed')}>
          {problemText(list.error, t)}
          <Button mt="sm" size="xs" variant="light" color="red" onClick={() => void list.refetch()}>
            {t('app.retry')}
          </Button>
        </Alert>
      )}
      {list.isSuccess && rows.length === 0 && search.id === undefined && !form ? (
        <p className="fb-review-empty">{t('orders.empty')}</p>
      ) : (
        <div className="fb-review-body" data-making={form ? true : undefined}>
          <OrderList
            rows={rows}
            focused={focused}
            selected={picking.selected}
            onFocus={go}
            onToggle={picking.toggle}
            onMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
            busy={list.isFetchingNextPage}
          />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className="fb-review-detail" tabIndex={0} aria-label={t('orders.detail')}>
            {form || (
              <OrderDetail
                id={focused}
                rights={rights}
                onTouch={go}
                onRevise={(order) => {
                  onFocus(order.id);
                  setRevised(order);
                }}
              />
            )}
          </section>
        </div>
      )}
      {mayConfirm && !form && (
        <div className="fb-review-bar">
          <Checkbox
            label={t('queue.selected', { count: chosen.length })}
            checked={chosen.length > 0 && chosen.length === ids.length}
            indeterminate={chosen.length > 0 && chosen.length < ids.length}
            onChange={(event) => (event.currentTarget.checked ? picking.all() : picking.none())}
          />
          <Button color="teal.9" disabled={able.length === 0} loading={confirm.isPending} onClick={say}>
            {t('orders.confirm_many', { count: able.length })}
          </Button>
          <span role="status" className="fb-review-said">
            {confirm.isError ? (
              problemText(confirm.error, t)
            ) : said ? (
              <Told said={said} />
            ) : (
              <span className="fb-wide-only">{t('orders.keys')}</span>
            )}
          </span>
        </div>
      )}
    </>
  );
}

function Told({ said }: { said: ReturnType<typeof outcome> }) {
  const { t } = useTranslation();
  const parts = [
    t('orders.told.confirmed', { count: said.confirmed }),
    said.held.length > 0 && t('orders.told.held', { count: said.held.length }),
    said.failed > 0 && t('orders.told.failed', { count: said.failed }),
  ];
  return <>{parts.filter(Boolean).join(' ')}</>;
}
