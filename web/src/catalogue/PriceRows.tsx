// The prices of a list being changed: what is typed stands beside what there is, and only that is sent.
import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fold } from '../format/format';
import { MoneyInput } from './AmountInput';
import { pricesOf } from './catalogue';
import type { Faults } from './Form';
import { pieceOf } from './names';
import { ProductSelect, useProducts } from './Pickers';
import type { Product } from './types';

/** By product and unit; `minor` null takes the price off. */
export type PriceDraft = Readonly<
  Record<string, { product_code: string; unit: string; minor: number | null }>
>;

export const priceKey = (price: { product_code: string; unit: string }) =>
  JSON.stringify([price.product_code, price.unit]);

/** In the order in which they were typed, which is that of the pointers of refusals. */
export const priceBody = (draft: PriceDraft) => Object.values(draft);

/** Rows shown; what is sought further is searched. */
const SHOWN = 100;

export function PriceSearch({ value, onChange }: { value: string; onChange: (asked: string) => void }) {
  const { t } = useTranslation();
  return (
    <TextInput
      type="search"
      className="fb-cat-search"
      aria-label={t('catalogue.find_price')}
      placeholder={t('catalogue.find_price')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

export function PriceRows({
  list,
  draft,
  faults,
  onChange,
}: {
  /** Absent: a new list. */
  list: number | undefined;
  draft: PriceDraft;
  faults: Faults;
  onChange: (draft: PriceDraft) => void;
}) {
  const { t } = useTranslation();
  const products = useProducts();
  const kept = useQuery({ ...pricesOf(list ?? 0), enabled: list !== undefined }).data ?? [];
  const [asked, setAsked] = useState('');
  const [product, setProduct] = useState<Product | null>(null);
  const [unit, setUnit] = useState('');
  const names = new Map(products.map(({ code, name }) => [code, name]));
  const rows = new Map(
    [...kept, ...priceBody(draft)].map(({ product_code, unit: of, minor }) => {
      const price = { product_code, unit: of, minor: minor as number | null };
      return [priceKey(price), price];
    }),
  );
  const shown = [...rows.values()].filter((price) =>
    fold(`${price.product_code} ${names.get(price.product_code) ?? ''}`).includes(fold(asked.trim())),
  );
  const sent = Object.keys(draft);
  const fault = (key: string) => {
    const at = sent.indexOf(key);
    return at < 0 ? null : faults.under(`/prices/${at}`);
  };
  const set = (price: { product_code: string; unit: string }, minor: number | null) =>
    onChange({
      ...draft,
      [priceKey(price)]: { product_code: price.product_code, unit: price.unit, minor },
    });
  const fresh = product && unit ? priceKey({ product_code: product.code, unit }) : undefined;
  return (
    <fieldset className="fb-cat-set">
      <legend>{t('catalogue.prices', { count: rows.size })}</legend>
      <p className="fb-dim">{t('catalogue.prices_about')}</p>
      {rows.size > 10 && <PriceSearch value={asked} onChange={setAsked} />}
      <ul className="fb-cat-prices">
        {shown.slice(0, SHOWN).map((price) => {
          const key = priceKey(price);
          const name = names.get(price.product_code) ?? price.product_code;
          const called = `${name}, ${price.unit}`;
          return (
            <li key={key}>
              <span>
                {name} {price.minor === null && <em className="fb-dim">{t('catalogue.price_none')}</em>}
              </span>
              <span>{price.unit}</span>
              <MoneyInput
                label={t('catalogue.price_of', { what: called })}
                hideLabel
                value={price.minor}
                error={fault(key)}
                onChange={(minor) => set(price, minor)}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('catalogue.drop_price', { what: called })}
                disabled={price.minor === null}
                onClick={() => set(price, null)}
              >
                <IconX size={18} />
              </ActionIcon>
            </li>
          );
        })}
      </ul>
      {shown.length > SHOWN && (
        <p className="fb-dim">{t('catalogue.more_prices', { count: shown.length - SHOWN })}</p>
      )}
      <div className="fb-cat-row">
        <div className="fb-cat-wide">
          <ProductSelect
            label={t('catalogue.product')}
            value={product?.id ?? null}
            onChange={(one) => {
              setProduct(one);
              setUnit(pieceOf(one));
            }}
          />
        </div>
        <Select
          label={t('catalogue.unit')}
          allowDeselect={false}
          data={Object.keys(product?.units ?? {})}
          value={unit || null}
          onChange={(value) => setUnit(value ?? '')}
        />
        <Button
          variant="default"
          disabled={!product || fresh === undefined || rows.has(fresh)}
          onClick={() => {
            if (product) set({ product_code: product.code, unit }, null);
            setProduct(null);
            setUnit('');
          }}
        >
          {t('catalogue.add_price')}
        </Button>
      </div>
    </fieldset>
  );
}
