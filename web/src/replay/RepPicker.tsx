// Puts one more rep on the clock. Names are found without their marks: "nguyen" finds "Nguyễn".
import { type ComboboxItem, Select } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { board } from '../api/queries';
import { fold } from '../format/format';

export function RepPicker({
  input,
  without,
  disabled,
  focused,
  onPick,
}: {
  input: RefObject<HTMLInputElement | null>;
  /** Who is on it already. */
  without: readonly number[];
  disabled: boolean;
  focused: boolean;
  onPick: (rep: number) => void;
}) {
  const { t } = useTranslation();
  const reps = useQuery({ ...board, refetchInterval: false }).data ?? [];
  return (
    <Select
      // A new one when somebody was picked: what was typed is done with.
      key={without.join()}
      ref={input}
      className="fb-replay-picker"
      size="sm"
      aria-label={t('replay.add')}
      placeholder={t('replay.add')}
      leftSection={<IconUserPlus size={16} aria-hidden="true" />}
      searchable
      autoFocus={focused}
      disabled={disabled}
      nothingFoundMessage={t('replay.no_such_rep')}
      limit={60}
      data={reps
        .filter(({ id }) => !without.includes(id))
        .map(({ id, name, code }) => ({ value: String(id), label: `${name} (${code})` }))}
      filter={({ options, search }) => {
        const words = fold(search).split(/\s+/);
        return (options as ComboboxItem[]).filter(({ label }) =>
          words.every((word) => fold(label).includes(word)),
        );
      }}
      value={null}
      onChange={(rep) => rep !== null && onPick(Number(rep))}
    />
  );
}
