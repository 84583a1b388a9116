// Picking what others know by a code: products from all there are, outlets and customers by asking for a part of the name.
import { MultiSelect, type OptionsFilter, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fold } from '../format/format';
import { allOf, type Found, found, foundOne } from './catalogue';
import type { Product } from './types';

/** Options shown at once. */
const LIMIT = 50;
const ASK_AFTER_MS = 250;

const option = ({ id, code, name }: Found) => ({ value: String(id), label: `${name} (${code})` });

/** Without case and diacritics: `tra` finds `Trà`. */
const byPart: OptionsFilter = ({ options, search, limit }) => {
  const part = fold(search.trim());
  return options.filter((one) => 'label' in one && fold(one.label).includes(part)).slice(0, limit);
};

export function useProducts(): readonly Product[] {
  return useQuery(allOf('products')).data ?? [];
}

/** Opens when clicked or typed in: led to by a refusal, it must not cover the words of it. */
export function ProductSelect({
  label,
  hideLabel,
  value,
  error,
  onChange,
}: {
  label: string;
  hideLabel?: boolean;
  value: number | null;
  error?: string | null;
  onChange: (product: Product) => void;
}) {
  const { t } = useTranslation();
  const products = useProducts();
  return (
    <Select
      label={hideLabel ? undefined : label}
      aria-label={hideLabel ? label : undefined}
      placeholder={t('catalogue.pick_product')}
      searchable
      openOnFocus={false}
      allowDeselect={false}
      limit={LIMIT}
      filter={byPart}
      nothingFoundMessage={t('catalogue.nothing_found')}
      data={products.filter(({ active, id }) => active || id === value).map(option)}
      value={value === null ? null : String(value)}
      error={error}
      onChange={(id) => {
        const product = products.find((one) => String(one.id) === id);
        if (product) onChange(product);
      }}
    />
  );
}

export function ManySelect({
  label,
  placeholder,
  data,
  value,
  error,
  onChange,
}: {
  label: string;
  placeholder: string;
  data: { value: string; label: string }[];
  value: readonly number[];
  error?: string | null;
  onChange: (ids: number[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      label={label}
      placeholder={value.length === 0 ? placeholder : undefined}
      searchable
      limit={LIMIT}
      filter={byPart}
      nothingFoundMessage={t('catalogue.nothing_found')}
      data={data}
      value={value.map(String)}
      error={error}
      onChange={(ids) => onChange(ids.map(Number))}
    />
  );
}

/** What is typed, asked of the server once the typing rests. */
function useAsked(kind: 'outlets' | 'customers', typed: string): readonly Found[] {
  const [q] = useDebouncedValue(typed.trim(), ASK_AFTER_MS);
  return useQuery({ ...found(kind, q), placeholderData: (old) => old }).data ?? [];
}

/** Found by the server already: nothing is filtered here. */
const asTheyAre: OptionsFilter = ({ options }) => options;

export function Finder({
  kind,
  label,
  value,
  error,
  required,
  onChange,
  onClear,
}: {
  kind: 'outlets' | 'customers';
  label: string;
  value: Found | null;
  error?: string | null;
  required?: boolean;
  onChange: (one: Found) => void;
  /** Absent where there must be one. */
  onClear?: () => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const chosen = value && option(value).label;
  const rows = useAsked(kind, typed === chosen ? '' : typed);
  const all = value && !rows.some(({ id }) => id === value.id) ? [value, ...rows] : rows;
  return (
    <Select
      label={label}
      placeholder={t('catalogue.find_by_name')}
      searchable
      openOnFocus={false}
      required={required}
      allowDeselect={false}
      clearable={onClear !== undefined}
      onClear={onClear}
      filter={asTheyAre}
      nothingFoundMessage={t('catalogue.nothing_found')}
      data={all.map(option)}
      value={value ? String(value.id) : null}
      error={error}
      onSearchChange={setTyped}
      onChange={(id) => {
        const one = all.find((row) => String(row.id) === id);
        if (one) onChange(one);
      }}
    />
  );
}

export function ManyFinder({
  kind,
  label,
  placeholder,
  value,
  error,
  onChange,
}: {
  kind: 'outlets' | 'customers';
  label: string;
  placeholder: string;
  value: readonly number[];
  error?: string | null;
  onChange: (ids: number[]) => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const rows = useAsked(kind, typed);
  const chosen = useQueries({ queries: value.map((id) => foundOne(kind, id)) }).map(
    ({ data }, at) => data ?? { id: value[at]!, code: '', name: `#${value[at]}` },
  );
  const all = [...chosen, ...rows.filter(({ id }) => !value.includes(id))];
  return (
    <MultiSelect
      label={label}
      placeholder={value.length === 0 ? placeholder : undefined}
      searchable
      filter={asTheyAre}
      nothingFoundMessage={t('catalogue.nothing_found')}
      data={all.map(option)}
      value={value.map(String)}
      error={error}
      onSearchChange={setTyped}
      onChange={(ids) => onChange(ids.map(Number))}
    />
  );
}
