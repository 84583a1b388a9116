// One unit of the company tree, found by a part of its name or code; what is below another stands to its right.
import { type OptionsFilter, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { fold } from '../format/format';
import { treeOf, unitsQuery } from './units';

const SHOWN_MAX = 200;

const byPart: OptionsFilter = ({ options, search, limit }) => {
  const part = fold(search.trim());
  return options.filter((one) => 'label' in one && fold(one.label).includes(part)).slice(0, limit);
};

/** The units in the order of the tree. */
export function useUnits() {
  const { i18n } = useTranslation();
  const units = useQuery(unitsQuery).data;
  return useMemo(() => treeOf(units ?? [], i18n.language), [units, i18n.language]);
}

export function UnitSelect({
  label,
  filter,
  value,
  error,
  without,
  onChange,
}: {
  label: string;
  /** Narrows a list: it may be cleared, and its label is not shown. */
  filter?: boolean;
  value: number | undefined;
  error?: string | null;
  without?: ReadonlySet<number>;
  onChange: (unit: number | undefined) => void;
}) {
  const { t } = useTranslation();
  const leaves = useUnits();
  return (
    <Select
      className={filter ? 'fb-rec-filter' : undefined}
      size={filter ? 'xs' : undefined}
      label={filter ? undefined : label}
      aria-label={filter ? label : undefined}
      placeholder={filter ? label : undefined}
      required={!filter}
      searchable
      openOnFocus={false}
      clearable={filter}
      allowDeselect={false}
      limit={SHOWN_MAX}
      filter={byPart}
      nothingFoundMessage={t('records.nothing_found')}
      data={leaves
        // A list is asked for one unit, not for all below it: only units that have none below narrow it.
        .filter(
          ({ unit, children }) => !without?.has(unit.id) && (!filter || children === 0 || unit.id === value),
        )
        .map(({ unit }) => ({ value: String(unit.id), label: `${unit.name} (${unit.code})` }))}
      renderOption={({ option }) => {
        const depth = leaves.find(({ unit }) => String(unit.id) === option.value)?.depth ?? 0;
        return <span style={{ paddingInlineStart: depth * 14 }}>{option.label}</span>;
      }}
      value={value === undefined ? null : String(value)}
      error={error}
      onChange={(id) => onChange(id === null ? undefined : Number(id))}
    />
  );
}
