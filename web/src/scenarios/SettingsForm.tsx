// Another name or other settings of a scenario; who may not change them reads them here.
import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormFrame, useFaults } from '../catalogue/Form';
import { SettingsFields } from './SettingsFields';
import { changeScenario, readAgain } from './scenarios';
import type { Scenario, Settings } from './types';

export function SettingsForm({ scenario, open }: { scenario: Scenario; open: boolean }) {
  const { t } = useTranslation();
  const [name, setName] = useState(scenario.name);
  const [settings, setSettings] = useState(scenario.settings);
  const save = useMutation({
    mutationFn: (body: object) => changeScenario(scenario, body as { name: string; settings: Settings }),
    onSuccess: readAgain,
  });
  const faults = useFaults(save.error);
  const fields = (
    <>
      <TextInput
        label={t('scenarios.called')}
        required
        maxLength={200}
        value={name}
        error={faults.at('/name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <SettingsFields settings={settings} faults={faults} onChange={setSettings} />
    </>
  );
  if (!open)
    return (
      <fieldset className="fb-cat-form fb-scn-form fb-scn-shut" disabled>
        {fields}
      </fieldset>
    );
  return (
    <div className="fb-scn-form">
      <FormFrame
        saving={{ save, faults }}
        body={() => ({ name: name.trim(), settings })}
        onCancel={() => {
          setName(scenario.name);
          setSettings(scenario.settings);
          save.reset();
        }}
      >
        {fields}
      </FormFrame>
    </div>
  );
}
