// A reason or a group of them being made or changed: its words in every language, and where a reason is offered.
import { Alert, Button, Checkbox, Group, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { REASON_USES, type ReasonUse, reasonName } from '../api/reasons';
import { problemText } from '../app/problem';
import { NameFields } from './NameFields';
import { codeOf, type GroupDraft, putGroup, putReason, type ReasonDraft, type ReasonGroup } from './reasons';

const FAULTS = ['required', 'too_long', 'invalid_code', 'unknown'] as const;

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
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const fresh = edited.row.version === undefined;
  const code = fresh && !ownCode ? codeOf(row.name_en) : row.code;
  const reason = edited.what === 'reason' ? (row as ReasonDraft) : null;
  const set = (more: Partial<ReasonDraft>) => setRow((old) => ({ ...old, ...more }));
  const save = useMutation({
    mutationFn: (): Promise<unknown> =>
      reason ? putReason({ ...reason, code }) : putGroup({ ...row, code }),
    onSuccess: onDone,
  });
  const problem = save.error instanceof Problem ? save.error : null;
  const fault = (field: string) => {
    const found = problem?.errors.find(({ pointer }) => pointer === `/${field}`)?.code;
    return found ? t(`settings.reason_fault.${FAULTS.find((known) => known === found) ?? 'other'}`) : null;
  };
  const failure = problem?.code === 'stale' ? t(fresh ? 'settings.code_taken' : 'settings.row_stale') : '';
  return (
    <form
      ref={form}
      className="fb-reason-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate();
      }}
    >
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
      {save.isError && (failure !== '' || problem?.errors.length === 0 || !problem) && (
        <Alert color="red" role="alert">
          {failure || problemText(save.error, t)}
        </Alert>
      )}
      <Group gap="xs">
        <Button type="submit" size="xs" loading={save.isPending}>
          {t('settings.save_reason')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onCancel}>
          {t('settings.back')}
        </Button>
      </Group>
    </form>
  );
}
