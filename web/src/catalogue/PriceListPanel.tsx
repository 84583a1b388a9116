// A price list: for whom, when, with or without tax, and its prices.
import { Checkbox, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fold } from '../format/format';
import { useFormat } from '../format/useFormat';
import { Told } from '../plans/Told';
import { useCurrency } from './AmountInput';
import { allOf, type Found, foundOne, pricesOf } from './catalogue';
import { Facts } from './Facts';
import { FormFrame, HeadFields, headOf, SpanFields, useWriting } from './Form';
import { useNames } from './names';
import { Finder } from './Pickers';
import { type PriceDraft, PriceRows, PriceSearch, priceBody } from './PriceRows';
import { spanWords } from './scheme_words';
import type { Price, PriceList } from './types';

const HOLDERS = ['everybody', 'class', 'partner', 'customer'] as const;
type Holder = (typeof HOLDERS)[number];

const holderOf = (list: PriceList | undefined): Holder => {
  if (list?.customer_id != null) return 'customer';
  if (list?.outlet_class != null) return 'class';
  return list?.partner_id != null ? 'partner' : 'everybody';
};

/** For whom, in words. */
function useHolder(list: PriceList): string {
  const { t } = useTranslation();
  const partner = useQuery(allOf('partners')).data?.find(({ id }) => id === list.partner_id);
  const customer = useQuery({
    ...foundOne('customers', list.customer_id ?? 0),
    enabled: list.customer_id !== null,
  }).data;
  const holder = holderOf(list);
  if (holder === 'everybody') return t('catalogue.everybody');
  const names = {
    class: list.outlet_class ?? '',
    partner: partner?.name ?? `#${list.partner_id}`,
    customer: customer?.name ?? `#${list.customer_id}`,
  };
  return t(`catalogue.for.${holder}`, { name: names[holder] });
}

export function PriceListFacts({ list }: { list: PriceList }) {
  const { t } = useTranslation();
  const format = useFormat();
  const prices = useQuery(pricesOf(list.id));
  const rows: [string, string][] = [
    [t('catalogue.holder'), useHolder(list)],
    [t('catalogue.dates'), spanWords(list, { t, day: format.longDay }) ?? t('catalogue.always')],
    [t('catalogue.tax'), list.tax_included ? t('catalogue.tax_inside') : t('catalogue.tax_on_top')],
  ];
  return (
    <>
      <Facts rows={rows} />
      <h3>{t('catalogue.prices', { count: list.prices })}</h3>
      <Told query={prices} empty={t('catalogue.no_prices')}>
        {(all: Price[]) => <PriceTable prices={all} />}
      </Told>
    </>
  );
}

/** Rows shown; what is sought further is searched. */
const SHOWN = 200;

function PriceTable({ prices }: { prices: readonly Price[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const currency = useCurrency();
  const [asked, setAsked] = useState('');
  const found = prices.filter((price) =>
    fold(`${price.product_code} ${names.product(price.product_id)}`).includes(fold(asked.trim())),
  );
  return (
    <>
      {prices.length > 10 && <PriceSearch value={asked} onChange={setAsked} />}
      <ul className="fb-cat-prices" aria-label={t('catalogue.prices', { count: prices.length })}>
        {found.slice(0, SHOWN).map((price) => (
          <li key={`${price.product_id} ${price.unit}`}>
            <span>
              {names.product(price.product_id)} <span className="fb-dim">{price.product_code}</span>
            </span>
            <span>{price.unit}</span>
            <span className="fb-num">{format.money(price.minor, currency)}</span>
          </li>
        ))}
      </ul>
      {found.length > SHOWN && (
        <p className="fb-dim">{t('catalogue.more_prices', { count: found.length - SHOWN })}</p>
      )}
    </>
  );
}

export function PriceListForm({
  was,
  onSaved,
  onCancel,
}: {
  was: PriceList | undefined;
  onSaved: (row: PriceList) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const saving = useWriting('price-lists', was, onSaved);
  const { faults } = saving;
  const partners = useQuery(allOf('partners')).data ?? [];
  const before = useQuery({
    ...foundOne('customers', was?.customer_id ?? 0),
    enabled: was != null && was.customer_id !== null,
  }).data;
  const [head, setHead] = useState(() => headOf(was));
  const [span, setSpan] = useState({ valid_from: was?.valid_from ?? null, valid_to: was?.valid_to ?? null });
  const [taxIncluded, setTaxIncluded] = useState(was?.tax_included ?? false);
  const [holder, setHolder] = useState(() => holderOf(was));
  const [outletClass, setOutletClass] = useState(was?.outlet_class ?? '');
  /** Undefined: as it was. */
  const [partner, setPartner] = useState<string | null | undefined>();
  const [customer, setCustomer] = useState<Found | undefined>();
  const [prices, setPrices] = useState<PriceDraft>({});
  const partnerCode =
    partner === undefined ? (partners.find(({ id }) => id === was?.partner_id)?.code ?? null) : partner;
  const held = customer ?? before ?? null;
  const kept =
    was !== undefined && holder === holderOf(was) && partner === undefined && customer === undefined;
  // Who holds it still is left as it is: its code may not be known here. An empty code is refused at its field.
  const aim =
    kept && holder !== 'class'
      ? {}
      : {
          outlet_class: holder === 'class' ? outletClass : null,
          partner_code: holder === 'partner' ? (partnerCode ?? '') : null,
          customer_code: holder === 'customer' ? (held?.code ?? '') : null,
        };
  return (
    <FormFrame
      saving={saving}
      onCancel={onCancel}
      body={() => ({
        ...head,
        ...span,
        tax_included: taxIncluded,
        ...aim,
        prices: priceBody(prices),
      })}
    >
      <HeadFields
        head={head}
        fresh={!was}
        faults={faults}
        onChange={(more) => setHead({ ...head, ...more })}
      />
      <div className="fb-cat-row">
        <Select
          label={t('catalogue.holder')}
          allowDeselect={false}
          data={HOLDERS.map((value) => ({ value, label: t(`catalogue.holders.${value}`) }))}
          value={holder}
          onChange={(value) => value && setHolder(value as Holder)}
        />
        {holder === 'class' && (
          <TextInput
            label={t('catalogue.outlet_class')}
            required
            maxLength={200}
            value={outletClass}
            error={faults.at('/outlet_class')}
            onChange={(event) => setOutletClass(event.currentTarget.value)}
          />
        )}
        {holder === 'partner' && (
          <Select
            label={t('catalogue.partner')}
            searchable
            required
            allowDeselect={false}
            data={partners.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
            value={partnerCode}
            error={faults.at('/partner_code')}
            onChange={setPartner}
          />
        )}
        {holder === 'customer' && (
          <Finder
            kind="customers"
            label={t('catalogue.customer')}
            required
            value={held}
            error={faults.at('/customer_code')}
            onChange={setCustomer}
          />
        )}
      </div>
      <SpanFields
        from={span.valid_from}
        to={span.valid_to}
        faults={faults}
        onChange={(more) => setSpan({ ...span, ...more })}
      />
      <Checkbox
        label={t('catalogue.tax_inside')}
        checked={taxIncluded}
        onChange={(event) => setTaxIncluded(event.currentTarget.checked)}
      />
      <PriceRows list={was?.id} draft={prices} faults={faults} onChange={setPrices} />
    </FormFrame>
  );
}
