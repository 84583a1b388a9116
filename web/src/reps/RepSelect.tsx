// One rep of all in the reader's area, found by a part of name or code.
import { type OptionsFilter, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fold } from '../format/format';
import { useRepNames } from './useRepNames';

const LIMIT = 50;

const byPart: OptionsFilter = ({ options, search, limit }) => {
  const part = fold(search.trim());
  return options.filter((one) => 'label' in one && fold(one.label).includes(part)).slice(0, limit);
};

export function RepSelect({
  label,
  filter,
  required,
  value,
  error,
  onChange,
}: {
  label: string;
  /** Narrows a list: its label is not shown. */
  filter?: boolean;
  required?: boolean;
  value: number | undefined;
  error?: string | null;
  onChange: (rep: number | undefined) => void;
}) {
  const { t } = useTranslation();
  const reps = useRepNames();
  return (
    <Select
      className={filter ? 'fb-rec-filter' : undefined}
      size={filter ? 'xs' : undefined}
      label={filter ? undefined : label}
      aria-label={filter ? label : undefined}
      placeholder={filter ? label : undefined}
      required={required}
      searchable
      openOnFocus={false}
      clearable={!required}
      allowDeselect={false}
      limit={LIMIT}
      filter={byPart}
      nothingFoundMessage={t('records.nothing_found')}
      data={reps.map(({ id, code, name }) => ({ value: String(id), label: `${name} (${code})` }))}
      value={value === undefined ? null : String(value)}
      error={error}
      onChange={(id) => onChange(id === null ? undefined : Number(id))}
    />
  );
}
