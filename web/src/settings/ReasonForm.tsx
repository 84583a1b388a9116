// A reason or a group of them being made or changed: its words in every language, and where a reason is offered.
import { Checkbox, Group, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { REASON_USES, type ReasonUse, reasonName } from '../api/reasons';
import { NAME_FIELDS, NameFields } from './NameFields';
import { RowForm, useRowFaults } from './RowForm';
import { codeOf, type GroupDraft, putGroup, putReason, type ReasonDraft, type ReasonGroup } from './reasons';

const REASON_FIELDS = [...NAME_FIELDS, 'group_code', 'uses'];

export type Edited = { what: 'group'; row: GroupDraft } | { what: 'reason'; row: ReasonDraft };

export function ReasonForm({
  edited,
  groups,
  onDone,
  onCancel,
}: {
  edited: Edited;
  groups: readonly ReasonGroup[];
  onDone: () => Promise<unknown>;
  onCancel: () => void;
}) {
  const { t, i18n } = useTranslation();
  const [row, setRow] = useState(edited.row);
  const [ownCode, setOwnCode] = useState(false);
  const fresh = edited.row.version === undefined;
  const code = fresh && !ownCode ? codeOf(row.name_en) : row.code;
  const reason = edited.what === 'reason' ? (row as ReasonDraft) : null;
  const set = (more: Partial<ReasonDraft>) => setRow((old) => ({ ...old, ...more }));
  const save = useMutation({
    mutationFn: (): Promise<unknown> =>
      reason ? putReason({ ...reason, code }) : putGroup({ ...row, code }),
    onSuccess: onDone,
  });
  const { fault, failure } = useRowFaults(save.error, fresh, reason ? REASON_FIELDS : NAME_FIELDS);
  return (
    <RowForm busy={save.isPending} failure={failure} onSave={() => save.mutate()} onCancel={onCancel}>
      <NameFields
        row={row}
        code={fresh ? code : undefined}
        fault={fault}
        set={(more) => {
          if (more.code !== undefined) setOwnCode(true);
          set(more);
        }}
      />
      {reason && (
        <>
          <Select
            label={t('settings.reason_group')}
            allowDeselect={false}
            data={groups.map((group) => ({ value: group.code, label: reasonName(group, i18n.language) }))}
            value={reason.group_code}
            error={fault('group_code')}
            onChange={(group) => group && set({ group_code: group })}
          />
          <Checkbox.Group
            label={t('settings.uses')}
            value={reason.uses}
            error={fault('uses')}
            onChange={(uses) => set({ uses: uses as ReasonUse[] })}
          >
            <Group gap="6px 16px" mt={4}>
              {REASON_USES.map((use) => (
                <Checkbox key={use} value={use} label={t(`settings.use.${use}`)} />
              ))}
            </Group>
          </Checkbox.Group>
        </>
      )}
    </RowForm>
  );
}
