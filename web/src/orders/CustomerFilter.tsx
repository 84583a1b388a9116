// One customer of all, found by a part of name or code.
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Found, found, foundOne } from '../catalogue/catalogue';

const ASK_AFTER_MS = 250;

const option = ({ id, code, name }: Found) => ({ value: String(id), label: `${name} (${code})` });

export function CustomerFilter({
  value,
  onChange,
}: {
  value: number | undefined;
  onChange: (id: number | undefined) => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const chosen = useQuery({ ...foundOne('customers', value ?? 0), enabled: value !== undefined }).data;
  const [asked] = useDebouncedValue(typed.trim(), ASK_AFTER_MS);
  const q = chosen && asked === option(chosen).label ? '' : asked;
  const rows = useQuery({ ...found('customers', q), placeholderData: (old) => old }).data ?? [];
  const all = chosen && !rows.some(({ id }) => id === chosen.id) ? [chosen, ...rows] : rows;
  return (
    <Select
      size="xs"
      aria-label={t('orders.customer')}
      placeholder={t('orders.customer')}
      searchable
      clearable
      filter={({ options }) => options}
      data={all.map(option)}
      value={value === undefined ? null : String(value)}
      onSearchChange={setTyped}
      onChange={(id) => onChange(id === null ? undefined : Number(id))}
    />
  );
}
