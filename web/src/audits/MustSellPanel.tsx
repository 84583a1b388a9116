// A must-sell list: shown, and edited.
import { MultiSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormFrame, HeadFields, headOf, SpanFields, useWriting } from '../catalogue/Form';
import { useProducts } from '../catalogue/Pickers';
import { AudienceFields, useAimWords } from './AudienceFields';
import type { MustSellList } from './forms';

export function MustSellFacts({ list }: { list: MustSellList }) {
  const { t } = useTranslation();
  const products = useProducts();
  const aim = useAimWords();
  return (
    <>
      <p>{aim(list)}</p>
      <ul className="fb-answers" aria-label={t('catalogue.products')}>
        {list.product_codes.map((code) => (
          <li key={code}>
            <span>
              {products.find((one) => one.code === code)?.name ?? code} <span className="fb-dim">{code}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

export function MustSellForm({
  was,
  onSaved,
  onCancel,
}: {
  was: MustSellList | undefined;
  onSaved: (row: MustSellList) => void;
  onCancel: () => void;
}) {
  const saving = useWriting('must-sell-lists', was, onSaved);
  const [head, setHead] = useState(() => headOf(was));
  const [span, setSpan] = useState({ valid_from: was?.valid_from ?? null, valid_to: was?.valid_to ?? null });
  const [audience, setAudience] = useState(was?.audience ?? { classes: [], channels: [], areas: [] });
  const [codes, setCodes] = useState(was?.product_codes ?? []);
  return (
    <FormFrame
      saving={saving}
      onCancel={onCancel}
      body={() => ({ ...head, ...span, audience, product_codes: codes })}
    >
      <HeadFields
        head={head}
        fresh={!was}
        faults={saving.faults}
        onChange={(more) => setHead({ ...head, ...more })}
      />
      <ProductCodes value={codes} error={saving.faults.under('/product_codes')} onChange={setCodes} />
      <AudienceFields audience={audience} onChange={setAudience} />
      <SpanFields
        from={span.valid_from}
        to={span.valid_to}
        faults={saving.faults}
        onChange={(more) => setSpan({ ...span, ...more })}
      />
    </FormFrame>
  );
}

/** Products by code. */
export function ProductCodes({
  value,
  placeholder,
  error,
  onChange,
}: {
  value: readonly string[];
  placeholder?: string;
  error: string | null;
  onChange: (codes: string[]) => void;
}) {
  const { t } = useTranslation();
  const products = useProducts();
  return (
    <MultiSelect
      label={t('catalogue.products')}
      placeholder={value.length === 0 ? (placeholder ?? t('catalogue.none')) : undefined}
      searchable
      limit={50}
      nothingFoundMessage={t('catalogue.nothing_found')}
      data={products
        .filter((one) => one.active || value.includes(one.code))
        .map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
      value={[...value]}
      error={error}
      onChange={onChange}
    />
  );
}
