// What an order costs while it is typed: asked once the typing rests, explained, and against what it cost before.
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import type { Order } from '../api/trade';
import { problemText } from '../app/problem';
import { useCurrency } from '../catalogue/AmountInput';
import { priceOrder } from '../catalogue/catalogue';
import { useNames } from '../catalogue/names';
import { PriceExplained } from '../catalogue/PriceExplained';
import type { PriceAsk, Priced } from '../catalogue/types';
import { useFormat } from '../format/useFormat';

const ASK_AFTER_MS = 400;

export interface Live {
  priced: Priced | undefined;
  error: Error | null;
  /** What is shown is of what was typed before. */
  behind: boolean;
}

export function useLivePrice(ask: PriceAsk | null): Live {
  const typed = ask && JSON.stringify(ask);
  const [asked] = useDebouncedValue(typed, ASK_AFTER_MS);
  const price = useQuery({
    queryKey: ['desk-price', asked],
    queryFn: () => priceOrder(JSON.parse(asked!)),
    enabled: asked !== null,
    placeholderData: (old) => old,
    retry: false,
  });
  if (typed === null) return { priced: undefined, error: null, behind: false };
  const behind = typed !== asked || price.isFetching;
  return { priced: price.data, error: behind ? null : price.error, behind };
}

export function LivePrice({ live, was }: { live: Live; was: Order | undefined }) {
  const { t } = useTranslation();
  const names = useNames();
  const company = useCurrency();
  const currency = was?.currency ?? company;
  const { priced, error, behind } = live;
  const marked = error instanceof Problem && error.errors.length > 0;
  return (
    <section className="fb-take-price" aria-label={t('catalogue.answer')} data-behind={behind || undefined}>
      <p className="fb-take-said" role="status">
        {behind ? (
          t('orders.take.pricing')
        ) : error ? (
          marked ? (
            t('orders.take.no_price')
          ) : (
            problemText(error, t)
          )
        ) : priced ? (
          <Totals was={was} priced={priced} currency={currency} />
        ) : (
          t('orders.take.nothing_yet')
        )}
      </p>
      {priced && !error && <PriceExplained priced={priced} names={names} currency={currency} />}
    </section>
  );
}

/** In one sentence, so that it is read out as one. */
function Totals({ was, priced, currency }: { was: Order | undefined; priced: Priced; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = format.money(priced.total_minor, currency);
  if (!was) return <>{t('orders.take.costs', { now })}</>;
  const by = priced.total_minor - was.total_minor;
  return (
    <>
      {t('orders.take.was_and_is', { was: format.money(was.total_minor, currency), now })}{' '}
      {by > 0 && t('orders.take.more', { by: format.money(by, currency) })}
      {by < 0 && t('orders.take.less', { by: format.money(-by, currency) })}
      {by === 0 && t('orders.take.same')}
    </>
  );
}
