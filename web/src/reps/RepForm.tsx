// A rep: new, or changed with the version seen; another team holds from a day on.
import { Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { CodeAndName, FormFrame, useFaults } from '../catalogue/Form';
import { UnitSelect } from '../org_units/UnitSelect';
import { Stale } from '../records/Stale';
import { type RepRecord, repBody, repDraft, repRecord, writeRep } from './reps';

export function RepForm({
  was,
  onSaved,
  onCancel,
  onReload,
}: {
  was?: RepRecord;
  onSaved: (rep: RepRecord) => void;
  onCancel: () => void;
  onReload: () => void;
}) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => repDraft(was));
  const set = (more: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...more }));
  const save = useMutation({
    mutationFn: (body: object) => writeRep(was, body),
    onSuccess: async (rep) => {
      queryClient.setQueryData(repRecord(rep.id).queryKey, rep);
      onSaved(rep);
      await queryClient.invalidateQueries({ queryKey: ['records', 'reps'] });
      await queryClient.invalidateQueries({ queryKey: ['reps'] });
      await queryClient.invalidateQueries({ queryKey: ['board'] });
    },
  });
  const faults = useFaults(save.error);
  return (
    <FormFrame
      saving={{ save, faults }}
      body={() => repBody(draft, was)}
      stale={was && <Stale subject={`reps/${was.id}`} onReload={onReload} />}
      onCancel={onCancel}
    >
      <div className="fb-cat-row">
        <CodeAndName head={draft} fresh={!was} faults={faults} onChange={set} />
      </div>
      <div className="fb-cat-row">
        <UnitSelect
          label={t('records.team')}
          value={draft.unit}
          error={faults.at('/org_unit_code') ?? faults.at('/org_unit_id')}
          onChange={(unit) => set({ unit })}
        />
        {was && draft.unit !== was.org_unit_id && (
          <TextInput
            type="date"
            label={t('records.team_from')}
            description={t('records.today_empty')}
            value={draft.from}
            error={faults.at('/valid_from')}
            onChange={(event) => set({ from: event.currentTarget.value })}
          />
        )}
      </div>
      <div className="fb-cat-row">
        <TextInput
          label={t('requests.phone')}
          type="tel"
          maxLength={64}
          value={draft.phone}
          error={faults.at('/phone')}
          onChange={(event) => set({ phone: event.currentTarget.value })}
        />
        <TextInput
          label={t('records.rep_login')}
          description={t('records.rep_login_what')}
          autoComplete="off"
          maxLength={64}
          value={draft.login}
          error={faults.at('/login')}
          onChange={(event) => set({ login: event.currentTarget.value })}
        />
      </div>
      {was && (
        <Checkbox
          label={t('records.works')}
          description={t('records.works_what')}
          checked={draft.active}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
      )}
    </FormFrame>
  );
}
