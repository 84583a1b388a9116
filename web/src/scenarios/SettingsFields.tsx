// What a scenario is planned with: the budget of the search and of change, how ways are measured, the break.
import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Faults } from '../catalogue/Form';
import { clockTyped, percentOf, permilleOf } from './plan';
import { type Settings, WAYS } from './types';

const SEED_MOST = 4_294_967_295;
/** More than any of these may be; beyond, a number could not even be sent. */
const MOST = 9_999;

/** A whole number that may be left empty. */
export function WholeInput({
  label,
  hideLabel,
  description,
  value,
  most = MOST,
  error,
  onChange,
}: {
  label: string;
  hideLabel?: boolean;
  description?: string;
  value: number | null;
  most?: number;
  error?: string | null;
  onChange: (value: number | null) => void;
}) {
  return (
    <NumberInput
      label={hideLabel ? undefined : label}
      aria-label={hideLabel ? label : undefined}
      size={hideLabel ? 'xs' : undefined}
      description={description}
      hideControls
      allowNegative={false}
      allowDecimal={false}
      max={most}
      clampBehavior="strict"
      inputMode="numeric"
      value={value ?? ''}
      error={error}
      onChange={(typed) => onChange(typeof typed === 'number' ? typed : null)}
    />
  );
}

export function SettingsFields({
  settings,
  faults,
  onChange,
}: {
  settings: Settings;
  faults: Faults;
  onChange: (settings: Settings) => void;
}) {
  const { t } = useTranslation();
  const set = (more: Partial<Settings>) => onChange({ ...settings, ...more });
  const share = (name: 'budget_outlets_permille' | 'budget_value_permille', label: string) => (
    <NumberInput
      label={label}
      description={t('scenarios.form.budget_hint')}
      hideControls
      allowNegative={false}
      decimalScale={1}
      suffix=" %"
      value={percentOf(settings[name]) ?? ''}
      error={faults.at(`/settings/${name}`)}
      onChange={(typed) => set({ [name]: permilleOf(typeof typed === 'number' ? typed : null) })}
    />
  );
  return (
    <>
      <fieldset className="fb-cat-set">
        <legend>{t('scenarios.form.search')}</legend>
        <div className="fb-cat-row">
          <WholeInput
            label={t('scenarios.form.seed')}
            description={t('scenarios.form.seed_hint')}
            value={settings.seed}
            most={SEED_MOST}
            error={faults.at('/settings/seed')}
            onChange={(seed) => set({ seed: seed ?? 0 })}
          />
          <WholeInput
            label={t('scenarios.form.rounds')}
            description={t('scenarios.form.rounds_hint')}
            value={settings.rounds}
            error={faults.at('/settings/rounds')}
            onChange={(rounds) => set({ rounds: rounds ?? 0 })}
          />
        </div>
        <div className="fb-cat-row">
          {share('budget_outlets_permille', t('scenarios.form.budget_outlets'))}
          {share('budget_value_permille', t('scenarios.form.budget_value'))}
        </div>
      </fieldset>
      <fieldset className="fb-cat-set">
        <legend>{t('scenarios.form.ways')}</legend>
        <div className="fb-cat-row">
          <Select
            label={t('scenarios.form.measured')}
            allowDeselect={false}
            data={WAYS.map((each) => ({ value: each, label: t(`scenarios.ways.${each}`) }))}
            value={settings.ways}
            error={faults.at('/settings/ways')}
            onChange={(word) => set({ ways: WAYS.find((each) => each === word) ?? settings.ways })}
          />
          <WholeInput
            label={t('scenarios.form.snap')}
            value={settings.snap_m}
            error={faults.at('/settings/snap_m')}
            onChange={(snap_m) => set({ snap_m: snap_m ?? 0 })}
          />
        </div>
        <Checkbox
          label={t('scenarios.form.learned')}
          checked={settings.learned}
          onChange={(event) => set({ learned: event.currentTarget.checked })}
        />
      </fieldset>
      <fieldset className="fb-cat-set">
        <legend>{t('scenarios.form.calls')}</legend>
        <div className="fb-cat-row">
          <WholeInput
            label={t('scenarios.form.visits')}
            description={t('scenarios.form.visits_hint')}
            value={settings.visits_default}
            error={faults.at('/settings/visits_default')}
            onChange={(visits_default) => set({ visits_default: visits_default ?? 0 })}
          />
          <WholeInput
            label={t('scenarios.form.service')}
            description={t('scenarios.form.service_hint')}
            value={settings.service_minutes_default}
            error={faults.at('/settings/service_minutes_default')}
            onChange={(minutes) => set({ service_minutes_default: minutes ?? 0 })}
          />
        </div>
        <BreakFields settings={settings} faults={faults} onChange={(pause) => set({ break: pause })} />
      </fieldset>
    </>
  );
}

const FIRST_BREAK = { minutes: 60, window: ['11:30', '13:00'] } satisfies Settings['break'];

function BreakFields({
  settings: { break: pause },
  faults,
  onChange,
}: {
  settings: Settings;
  faults: Faults;
  onChange: (pause: Settings['break']) => void;
}) {
  const { t } = useTranslation();
  const window = faults.at('/settings/break/window');
  const time = (at: 0 | 1, label: string) =>
    pause && (
      <TextInput
        type="time"
        label={label}
        value={pause.window[at]}
        error={window}
        onChange={(event) => {
          const typed = clockTyped(event.currentTarget.value);
          onChange({ ...pause, window: at === 0 ? [typed, pause.window[1]] : [pause.window[0], typed] });
        }}
      />
    );
  return (
    <>
      <Checkbox
        label={t('scenarios.form.break')}
        checked={pause !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? FIRST_BREAK : null)}
      />
      {pause && (
        <div className="fb-cat-row">
          <WholeInput
            label={t('scenarios.form.break_minutes')}
            value={pause.minutes}
            error={faults.at('/settings/break/minutes')}
            onChange={(minutes) => onChange({ ...pause, minutes: minutes ?? 0 })}
          />
          {time(0, t('scenarios.form.break_from'))}
          {time(1, t('scenarios.form.break_to'))}
        </div>
      )}
    </>
  );
}
