// One setting: what it does, its range and default, and its value; text alone for who may not change it.
import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { faultOf, MIDNIGHT } from './draft';
import { FAULTS } from './settings';
import type { Field } from './spec';
import { useSettingWords } from './words';

export interface FieldProps {
  field: Field;
  label: string;
  about?: string;
  value: unknown;
  /** Differs from what is saved. */
  changed: boolean;
  may: boolean;
  /** What the server refused it for. */
  refused: string | undefined;
  onChange: (value: unknown) => void;
}

export function useFaultWords(): (code: string | undefined) => string | null {
  const { t } = useTranslation();
  return (code) => (code ? t(`settings.fault.${FAULTS.find((known) => known === code) ?? 'other'}`) : null);
}

export function FieldInput({ field, label, about, value, changed, may, refused, onChange }: FieldProps) {
  const { t } = useTranslation();
  const words = useSettingWords();
  const format = useFormat();
  const faultWords = useFaultWords();
  const limits = [
    field.kind === 'number' && `${format.count(field.least)}–${words.unit(field.most, field.unit)}`,
    t('settings.standard', { value: words.value(field.path, field.standard) }),
  ]
    .filter(Boolean)
    .join(' · ');
  if (!may)
    return (
      <div className="fb-setting">
        <h4>{label}</h4>
        {about && <p className="fb-dim">{about}</p>}
        <p>
          <strong>{words.value(field.path, value as never)}</strong>{' '}
          <span className="fb-dim">({limits})</span>
        </p>
      </div>
    );
  const shared = {
    label,
    description: (
      <>
        {about} <span className="fb-setting-limits">{limits}</span>
      </>
    ),
    error: faultWords(faultOf(field, value) ?? refused),
    'data-setting': field.path,
  };
  return (
    <div className="fb-setting" data-changed={changed || undefined}>
      {field.kind === 'number' ? (
        <NumberInput
          {...shared}
          className="fb-setting-short"
          hideControls
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator={format.language === 'vi' ? '.' : ','}
          decimalSeparator={format.language === 'vi' ? ',' : '.'}
          suffix={words.sign(Number(value), field.unit)}
          inputMode="numeric"
          value={typeof value === 'number' ? value : ''}
          onChange={(given) => onChange(typeof given === 'number' ? given : null)}
        />
      ) : field.kind === 'zone' ? (
        <ZoneSelect {...shared} value={String(value)} onChange={onChange} />
      ) : field.kind === 'word' ? (
        <Select
          {...shared}
          allowDeselect={false}
          data={field.words.map((word) => ({ value: word, label: words.value(field.path, word) }))}
          value={String(value)}
          onChange={(word) => word && onChange(word)}
        />
      ) : field.kind === 'list' ? (
        <MultiSelect
          {...shared}
          searchable
          clearable
          nothingFoundMessage={t('settings.found_none')}
          data={field.words.map((word) => ({ value: word, label: words.value(field.path, [word]) }))}
          value={Array.isArray(value) ? (value as string[]) : []}
          onChange={onChange}
        />
      ) : field.kind === 'hours' ? (
        <Hours {...shared} value={value} onChange={onChange} />
      ) : (
        <TextInput
          {...shared}
          className={field.kind === 'text' ? undefined : 'fb-setting-short'}
          type={field.kind === 'time' ? 'time' : 'text'}
          maxLength={field.kind === 'currency' ? 3 : 60}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => {
            const given = event.currentTarget.value;
            onChange(field.kind === 'currency' ? given.toUpperCase() : given);
          }}
        />
      )}
    </div>
  );
}

interface Shared {
  label: string;
  description: ReactNode;
  error: string | null;
  'data-setting': string;
}

function ZoneSelect({
  value,
  onChange,
  ...shared
}: Shared & { value: string; onChange: (value: unknown) => void }) {
  const { t } = useTranslation();
  const zones = useMemo(() => [...new Set([value, ...Intl.supportedValuesOf('timeZone')])], [value]);
  return (
    <Select
      {...shared}
      searchable
      allowDeselect={false}
      limit={50}
      nothingFoundMessage={t('settings.no_zone')}
      data={zones}
      value={value}
      onChange={(zone) => zone && onChange(zone)}
    />
  );
}

function Hours({
  label,
  description,
  error,
  value,
  onChange,
  ...rest
}: Shared & { value: unknown; onChange: (value: unknown) => void }) {
  const { t } = useTranslation();
  const [from, to] = Array.isArray(value) ? (value as string[]) : [];
  return (
    <fieldset className="fb-setting-hours">
      <legend>{label}</legend>
      <p className="fb-setting-about">{description}</p>
      <div>
        <TextInput
          {...rest}
          type="time"
          aria-label={t('settings.hours_from')}
          value={from ?? ''}
          error={error}
          onChange={(event) => onChange([event.currentTarget.value, to ?? ''])}
        />
        <TextInput
          type="time"
          aria-label={t('settings.hours_to')}
          value={to === MIDNIGHT ? '00:00' : (to ?? '')}
          error={error !== null}
          onChange={({ currentTarget: { value: end } }) =>
            onChange([from ?? '', end === '00:00' ? MIDNIGHT : end])
          }
        />
      </div>
    </fieldset>
  );
}
