// A new scenario of how things are in a unit today.
import { Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { units } from '../alerts/alerts';
import { FormFrame, useFaults } from '../catalogue/Form';
import { DEFAULTS } from './plan';
import { SettingsFields, WholeInput } from './SettingsFields';
import { makeScenario, readAgain, type ScenarioPut } from './scenarios';
import type { Scenario } from './types';

export function MakeForm({ onMade, onCancel }: { onMade: (made: Scenario) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const areas = useQuery(units).data?.items ?? [];
  const [name, setName] = useState('');
  const [unit, setUnit] = useState<string | null>(null);
  const [days, setDays] = useState<number | null>(null);
  const [calls, setCalls] = useState<number | null>(null);
  const [settings, setSettings] = useState(DEFAULTS);
  const save = useMutation({
    mutationFn: (body: object) => makeScenario(body as ScenarioPut),
    onSuccess: async (made) => {
      await readAgain();
      onMade(made);
    },
  });
  const faults = useFaults(save.error);
  return (
    <section className="fb-scn-form" aria-label={t('scenarios.new')}>
      <FormFrame
        saving={{ save, faults }}
        yes={t('scenarios.make')}
        onCancel={onCancel}
        body={(): ScenarioPut => ({
          name: name.trim(),
          org_unit_id: unit === null ? undefined : Number(unit),
          settings,
          days_a_week: days ?? undefined,
          calls_max: calls ?? undefined,
        })}
      >
        <div className="fb-cat-row">
          <TextInput
            className="fb-cat-wide"
            label={t('scenarios.called')}
            required
            autoFocus
            maxLength={200}
            value={name}
            error={faults.at('/name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            className="fb-cat-wide"
            label={t('targets.unit')}
            placeholder={t('scenarios.form.own_unit')}
            searchable
            clearable
            data={areas.map(({ id, name, code }) => ({ value: String(id), label: `${name} (${code})` }))}
            value={unit}
            error={faults.at('/org_unit_id')}
            onChange={setUnit}
          />
        </div>
        <div className="fb-cat-row">
          <WholeInput
            label={t('scenarios.form.days')}
            description={t('scenarios.form.days_hint')}
            value={days}
            error={faults.at('/days_a_week')}
            onChange={setDays}
          />
          <WholeInput
            label={t('scenarios.form.calls_max')}
            description={t('scenarios.form.empty_as_before')}
            value={calls}
            error={faults.at('/calls_max')}
            onChange={setCalls}
          />
        </div>
        <SettingsFields settings={settings} faults={faults} onChange={setSettings} />
      </FormFrame>
    </section>
  );
}
