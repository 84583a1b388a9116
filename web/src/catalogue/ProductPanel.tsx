// A product: its units, category and tax, shown and edited.
import { ActionIcon, Autocomplete, Button, NumberInput, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { PercentInput } from './AmountInput';
import { BASIS_POINTS, fromStored } from './amounts';
import { Facts } from './Facts';
import { FormFrame, HeadFields, headOf, useWriting } from './Form';
import { useProducts } from './Pickers';
import type { Product } from './types';

export function ProductFacts({ product }: { product: Product }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Facts
      rows={[
        [t('catalogue.category'), product.category ?? '–'],
        [t('catalogue.tax'), t('catalogue.percent', { n: fromStored(product.tax_bp, BASIS_POINTS) })],
        [
          t('catalogue.units'),
          Object.entries(product.units)
            .toSorted(([, a], [, b]) => a - b)
            .map(([unit, pieces]) => (pieces === 1 ? unit : `${unit} = ${format.count(pieces)}`))
            .join(' · '),
        ],
      ]}
    />
  );
}

export function ProductForm({
  was,
  onSaved,
  onCancel,
}: {
  was: Product | undefined;
  onSaved: (row: Product) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const saving = useWriting('products', was, onSaved);
  const { faults } = saving;
  const categories = [...new Set(useProducts().flatMap(({ category }) => category ?? []))].sort();
  const [head, setHead] = useState(() => headOf(was));
  const [category, setCategory] = useState(was?.category ?? '');
  const [tax, setTax] = useState<number | null>(was?.tax_bp ?? 0);
  const [units, setUnits] = useState(() =>
    Object.entries(was?.units ?? { piece: 1 })
      .toSorted(([, a], [, b]) => a - b)
      .map(([name, pieces], key) => ({ key, name, pieces })),
  );
  const unit = (key: number, more: { name?: string; pieces?: number }) =>
    setUnits((old) => old.map((one) => (one.key === key ? { ...one, ...more } : one)));
  return (
    <FormFrame
      saving={saving}
      onCancel={onCancel}
      body={() => ({
        ...head,
        category: category.trim() || null,
        tax_bp: tax ?? 0,
        units: Object.fromEntries(
          units.filter(({ name }) => name.trim()).map(({ name, pieces }) => [name.trim(), pieces]),
        ),
      })}
    >
      <HeadFields
        head={head}
        fresh={!was}
        faults={faults}
        onChange={(more) => setHead({ ...head, ...more })}
      />
      <div className="fb-cat-row">
        <Autocomplete
          label={t('catalogue.category')}
          description={t('catalogue.category_about')}
          data={categories}
          value={category}
          error={faults.at('/category')}
          onChange={setCategory}
        />
        <PercentInput
          label={t('catalogue.tax')}
          description={t('catalogue.tax_about')}
          value={tax}
          error={faults.at('/tax_bp')}
          onChange={setTax}
        />
      </div>
      <fieldset className="fb-cat-set">
        <legend>{t('catalogue.units')}</legend>
        <p className="fb-dim">{t('catalogue.units_about')}</p>
        {faults.under('/units') && (
          <p className="fb-cat-bad" role="alert">
            {t('catalogue.units_fault')}
          </p>
        )}
        {units.map(({ key, name, pieces }) => (
          <div key={key} className="fb-cat-row">
            <TextInput
              aria-label={t('catalogue.unit')}
              maxLength={40}
              value={name}
              onChange={(event) => unit(key, { name: event.currentTarget.value })}
            />
            <NumberInput
              aria-label={t('catalogue.pieces')}
              hideControls
              allowDecimal={false}
              allowNegative={false}
              suffix={t('catalogue.pieces_sign')}
              value={pieces}
              onChange={(given) => unit(key, { pieces: Number(given) })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('catalogue.drop_unit', { unit: name })}
              onClick={() => setUnits(units.filter((one) => one.key !== key))}
            >
              <IconX size={18} />
            </ActionIcon>
          </div>
        ))}
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() =>
            setUnits([
              ...units,
              { key: Math.max(0, ...units.map((one) => one.key)) + 1, name: '', pieces: 1 },
            ])
          }
        >
          {t('catalogue.add_unit')}
        </Button>
      </fieldset>
    </FormFrame>
  );
}
