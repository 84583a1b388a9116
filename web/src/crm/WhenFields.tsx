// A date and a time of day of the company.
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { instantIn } from '../format/format';

export interface When {
  date: string;
  time: string;
}

/** Null until both are there. */
export const instantOf = (when: When, zone: string): string | null =>
  when.date && when.time ? instantIn(when.date, when.time, zone) : null;

export function WhenFields({
  date,
  value,
  error,
  onChange,
}: {
  /** Label. */
  date: string;
  value: When;
  error: string | null;
  onChange: (when: When) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="fb-cat-row">
      <TextInput
        type="date"
        label={date}
        value={value.date}
        error={error}
        onChange={(event) => onChange({ ...value, date: event.currentTarget.value })}
      />
      <TextInput
        type="time"
        label={t('crm.time')}
        value={value.time}
        onChange={(event) => onChange({ ...value, time: event.currentTarget.value })}
      />
    </div>
  );
}
