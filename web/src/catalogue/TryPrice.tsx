// What an order would cost, for an outlet on a date: asked line by line, answered with the reasons. Stores nothing.
import { ActionIcon, Alert, Button, Checkbox, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, serverNow } from '../api/client';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { QuantityInput, useCurrency } from './AmountInput';
import { type Found, priceOrder } from './catalogue';
import { useFaults } from './Form';
import { pieceOf, useNames } from './names';
import { Finder, ProductSelect } from './Pickers';
import { PriceExplained } from './PriceExplained';
import type { PriceAsk, Product } from './types';

interface Asked {
  key: number;
  product: Product | null;
  unit: string;
  milli: number | null;
}
const line = (key: number): Asked => ({ key, product: null, unit: '', milli: 1000 });

/** What the server takes at most. */
const LINES_MAX = 500;

export function TryPrice() {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const currency = useCurrency();
  const [outlet, setOutlet] = useState<Found | null>(null);
  const [date, setDate] = useState(() => format.dateAt(serverNow()));
  const [cash, setCash] = useState(false);
  const [lines, setLines] = useState<Asked[]>([line(0)]);
  const price = useMutation({ mutationFn: priceOrder });
  const faults = useFaults(price.error);
  const set = (key: number, more: Partial<Asked>) =>
    setLines((old) => old.map((one) => (one.key === key ? { ...one, ...more } : one)));
  const named = lines.filter(({ product }) => product !== null);
  const ask: PriceAsk | null =
    outlet && named.length > 0
      ? {
          outlet_id: outlet.id,
          date,
          cash,
          lines: named.map(({ product, unit, milli }) => ({
            product_code: product!.code,
            unit,
            quantity_milli: milli ?? 0,
          })),
        }
      : null;
  const outdated = price.isSuccess && JSON.stringify(price.variables) !== JSON.stringify(ask);
  const problem = price.error instanceof Problem ? price.error : null;
  return (
    <div className="fb-cat-try">
      <form
        className="fb-cat-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (ask && !price.isPending) price.mutate(ask);
        }}
      >
        <h2>{t('catalogue.tab.try')}</h2>
        <p className="fb-dim">{t('catalogue.try_about')}</p>
        <Finder
          kind="outlets"
          label={t('catalogue.outlet')}
          required
          value={outlet}
          error={problem?.status === 404 ? t('problem.not_found') : null}
          onChange={setOutlet}
        />
        <div className="fb-cat-row">
          <TextInput
            type="date"
            label={t('catalogue.date')}
            required
            value={date}
            error={faults.at('/date')}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
          <Checkbox
            label={t('catalogue.cash')}
            checked={cash}
            onChange={(event) => setCash(event.currentTarget.checked)}
          />
        </div>
        {lines.map(({ key, product, unit, milli }, at) => {
          const sent = named.findIndex((one) => one.key === key);
          return (
            <fieldset key={key} className="fb-cat-tier" aria-label={t('catalogue.line', { n: at + 1 })}>
              <ProductSelect
                label={t('catalogue.product')}
                value={product?.id ?? null}
                error={sent < 0 ? null : faults.under(`/lines/${sent}`)}
                onChange={(one) => set(key, { product: one, unit: pieceOf(one) })}
              />
              <div className="fb-cat-row">
                <QuantityInput
                  label={t('catalogue.quantity')}
                  value={milli}
                  onChange={(typed) => set(key, { milli: typed })}
                />
                <Select
                  label={t('catalogue.unit')}
                  allowDeselect={false}
                  data={Object.keys(product?.units ?? {})}
                  value={unit || null}
                  onChange={(value) => set(key, { unit: value ?? '' })}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('catalogue.drop_line', { n: at + 1 })}
                  onClick={() => setLines(lines.filter((one) => one.key !== key))}
                >
                  <IconX size={18} />
                </ActionIcon>
              </div>
            </fieldset>
          );
        })}
        <div className="fb-cat-row">
          <Button
            variant="default"
            disabled={lines.length >= LINES_MAX}
            onClick={() => setLines([...lines, line(Math.max(0, ...lines.map(({ key }) => key)) + 1)])}
          >
            {t('catalogue.add_line')}
          </Button>
          <Button type="submit" disabled={!ask} loading={price.isPending}>
            {t('catalogue.price_it')}
          </Button>
        </div>
        {price.isError && (
          <Alert color="red" role="alert">
            {problem && problem.errors.length > 0
              ? t('catalogue.refused', { count: problem.errors.length })
              : problemText(price.error, t)}
          </Alert>
        )}
      </form>
      <section className="fb-cat-answer" aria-label={t('catalogue.answer')} aria-live="polite">
        {price.data ? (
          <>
            {outdated && <p className="fb-cat-outdated">{t('catalogue.outdated')}</p>}
            <PriceExplained priced={price.data} names={names} currency={currency} />
          </>
        ) : (
          <p className="fb-dim">{t('catalogue.no_answer')}</p>
        )}
      </section>
    </div>
  );
}
