// Quotations as rows, one beside them.
import { Alert, Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { PickList } from '../app/PickList';
import { problemText } from '../app/problem';
import type { Rights } from '../app/rights';
import { usePicking } from '../app/usePicking';
import { useFormat } from '../format/useFormat';
import { useShortcuts } from '../pages/useShortcuts';
import type { OrdersSearch } from './orders';
import { QuotationDetail } from './QuotationDetail';
import { expired, quotationsQuery } from './quotations';

interface Props {
  search: OrdersSearch;
  rights: Rights;
  onFocus: (id: string) => void;
  onOrder: (id: string) => void;
  /** What is made instead of looking at one. */
  making: ReactNode;
}

export function QuotationDesk({ search, rights, onFocus, onOrder, making }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useInfiniteQuery(quotationsQuery(search));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const focused = search.id ?? rows[0]?.id;
  const { j, k, ArrowDown, ArrowUp } = usePicking(ids, focused, onFocus).keys;
  useShortcuts(making ? {} : { j, k, ArrowDown, ArrowUp });
  const today = format.dateAt(serverNow());
  if (list.isError && rows.length === 0)
    return (
      <Alert color="red" role="alert" title={t('orders.failed')}>
        {problemText(list.error, t)}
      </Alert>
    );
  if (list.isSuccess && rows.length === 0 && !making && search.id === undefined)
    return <p className="fb-review-empty">{t('orders.offer.none')}</p>;
  return (
    <div className="fb-review-body" data-making={making ? true : undefined}>
      <PickList
        label={t('orders.show.quotations')}
        rows={rows}
        focused={focused}
        after={
          list.hasNextPage && (
            <Button
              variant="subtle"
              fullWidth
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t('orders.more')}
            </Button>
          )
        }
      >
        {(quotation, current) => (
          <button
            type="button"
            data-quotation={quotation.id}
            onClick={() => onFocus(quotation.id)}
            aria-current={current || undefined}
          >
            <span className="fb-review-row-head">
              <strong>{quotation.outlet_name}</strong>
              <b className="fb-num">{format.money(quotation.total_minor, quotation.currency)}</b>
            </span>
            <span className="fb-review-row-head">
              <span className="fb-order-state" data-state={quotation.state}>
                {expired(quotation, today)
                  ? t('orders.offer.expired')
                  : t(`quotation_state.${quotation.state}`)}
              </span>
              <span className="fb-dim">{t('visit.valid_to', { date: format.day(quotation.valid_to) })}</span>
            </span>
          </button>
        )}
      </PickList>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="fb-review-detail" tabIndex={0} aria-label={t('orders.offer.detail')}>
        {making || <QuotationDetail id={focused} rights={rights} onOrder={onOrder} onTouch={onFocus} />}
      </section>
    </div>
  );
}
