// A device: new for a rep, with the code that its phone trades in, or changed with the version seen.
import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import type { EvidenceGrade } from '../api/types';
import { FormFrame, useFaults } from '../catalogue/Form';
import { changed } from '../records/records';
import { Stale } from '../records/Stale';
import { RepSelect } from '../reps/RepSelect';
import { useRepNames } from '../reps/useRepNames';
import { changeDevice, type Device, deviceRecord, type Enrolment, GRADES, makeDevice } from './devices';

export function DeviceForm({
  was,
  rep,
  onSaved,
  onCancel,
  onReload,
}: {
  was?: Device;
  /** Of a new one, where it is known whose it will be. */
  rep?: number;
  onSaved: (device: Device, given: Enrolment | undefined) => void;
  onCancel: () => void;
  onReload: () => void;
}) {
  const { t } = useTranslation();
  const reps = useRepNames();
  const [draft, setDraft] = useState({
    label: was?.label ?? '',
    rep_id: was ? (was.rep_id ?? undefined) : rep,
    grade: was?.grade ?? ('native_app' as EvidenceGrade),
    can_declare: was?.can_declare ?? true,
  });
  const set = (more: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...more }));
  const code = reps.find(({ id }) => id === draft.rep_id)?.code;
  const usual = code === undefined ? '' : t('records.usual_label', { code });
  const body = () => {
    const fields = { ...draft, label: draft.label.trim() || (was ? '' : usual) };
    return was ? changed(fields, was) : fields;
  };
  const save = useMutation({
    mutationFn: async (fields: object): Promise<{ device: Device; given?: Enrolment }> => {
      if (was) return { device: await changeDevice(was, fields) };
      const { enrolment_code, expires_at, ...device } = await makeDevice(fields);
      return { device, given: { enrolment_code, expires_at } };
    },
    onSuccess: async ({ device, given }) => {
      queryClient.setQueryData(deviceRecord(device.id).queryKey, device);
      onSaved(device, given);
      await queryClient.invalidateQueries({ queryKey: ['records', 'devices', 'page'] });
    },
  });
  const faults = useFaults(save.error);
  return (
    <FormFrame
      saving={{ save, faults }}
      body={body}
      yes={was ? undefined : t('records.make_device')}
      stale={was && <Stale subject={`devices/${was.id}`} onReload={onReload} />}
      onCancel={onCancel}
    >
      <RepSelect
        label={t('orders.rep')}
        required
        value={draft.rep_id}
        error={faults.at('/rep_code') ?? faults.at('/rep_id')}
        onChange={(of) => set({ rep_id: of })}
      />
      {was && draft.rep_id !== (was.rep_id ?? undefined) && (
        <p className="fb-dim">{t('records.rebind_what')}</p>
      )}
      <TextInput
        label={t('records.device_label')}
        placeholder={usual}
        maxLength={64}
        value={draft.label}
        error={faults.at('/label')}
        onChange={(event) => set({ label: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('records.grade')}
        value={draft.grade}
        error={faults.at('/grade')}
        data={GRADES.map((grade) => ({ value: grade, label: t(`grade.${grade}`) }))}
        onChange={(event) => set({ grade: event.currentTarget.value as EvidenceGrade })}
      />
      <Checkbox
        label={t('records.can_declare')}
        description={t('records.can_declare_what')}
        checked={draft.can_declare}
        onChange={(event) => set({ can_declare: event.currentTarget.checked })}
      />
    </FormFrame>
  );
}
