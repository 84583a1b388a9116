// A unit of the company tree: new below another, or renamed with the version seen.
import { NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { CodeAndName, FormFrame, useFaults } from '../catalogue/Form';
import { changed, writeRecord } from '../records/records';
import { Stale } from '../records/Stale';
import { UnitSelect } from './UnitSelect';
import { KINDS, type Kind, type OrgUnit } from './units';

/** Units are read in many places; all of them read again. */
export async function unitsChanged() {
  await queryClient.invalidateQueries({ queryKey: ['records'] });
  await queryClient.invalidateQueries({ queryKey: ['org-units'] });
}

export function UnitForm({
  was,
  parent,
  onSaved,
  onCancel,
  onReload,
}: {
  was?: OrgUnit;
  /** Of a new one. */
  parent?: number;
  onSaved: (unit: OrgUnit) => void;
  onCancel: () => void;
  onReload: () => void;
}) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState({
    code: was?.code ?? '',
    name: was?.name ?? '',
    kind: was?.kind ?? ('team' as Kind),
    parent,
  });
  const set = (more: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...more }));
  const save = useMutation({
    mutationFn: (body: object) => writeRecord<OrgUnit>('org-units', was, body),
    onSuccess: async (unit) => {
      await unitsChanged();
      onSaved(unit);
    },
  });
  const faults = useFaults(save.error);
  const body = () => {
    const fields = { name: draft.name.trim(), kind: was?.parent_id === null ? undefined : draft.kind };
    return was ? changed(fields, was) : { code: draft.code.trim(), ...fields, parent_id: draft.parent };
  };
  return (
    <FormFrame
      saving={{ save, faults }}
      body={body}
      stale={was && <Stale subject={`org-units/${was.id}`} onReload={onReload} />}
      onCancel={onCancel}
    >
      <div className="fb-cat-row">
        <CodeAndName head={draft} fresh={!was} faults={faults} onChange={set} />
      </div>
      <div className="fb-cat-row">
        {was?.parent_id !== null && (
          <NativeSelect
            label={t('records.unit_kind')}
            value={draft.kind}
            error={faults.at('/kind')}
            data={KINDS.filter((kind) => kind !== 'company').map((kind) => ({
              value: kind,
              label: t(`records.unit_kinds.${kind}`),
            }))}
            onChange={(event) => set({ kind: event.currentTarget.value as Kind })}
          />
        )}
        {!was && (
          <UnitSelect
            label={t('records.below')}
            value={draft.parent}
            error={faults.at('/parent_code') ?? faults.at('/parent_id')}
            onChange={(of) => set({ parent: of })}
          />
        )}
      </div>
    </FormFrame>
  );
}
