// The lists of reasons, group by group in the order that phones offer them; changed by who may.
import { Alert, Button, Chip } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { REASON_USES, type ReasonUse, reasonName, type VisitReason, visitReasons } from '../api/reasons';
import { problemText } from '../app/problem';
import { Told } from '../plans/Told';
import { type Edited, ReasonForm } from './ReasonForm';
import { RowLine } from './RowLine';
import {
  grouped,
  inOrder,
  lastPlace,
  moved,
  putGroup,
  putReason,
  type ReasonGroup,
  reasonGroups,
} from './reasons';

const again = () =>
  Promise.all(
    [reasonGroups.queryKey, visitReasons.queryKey].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  );

export function ReasonDesk({ may }: { may: boolean }) {
  const { t, i18n } = useTranslation();
  const groups = useQuery(reasonGroups);
  const all = useQuery(visitReasons).data ?? [];
  const [use, setUse] = useState<ReasonUse | undefined>();
  /** Code of what is edited, with its kind before it; `new:` what is added. */
  const [edited, setEdited] = useState<{ at: string; row: Edited } | null>(null);
  const write = useMutation({
    // One by one: each has its own version.
    mutationFn: async (rows: { groups?: ReasonGroup[]; reasons?: VisitReason[] }) => {
      for (const row of rows.groups ?? []) await putGroup(row);
      for (const row of rows.reasons ?? []) await putReason(row);
    },
    onSettled: again,
  });
  const list = groups.data ?? [];
  const names = { name_en: '', name_vi: '', name_zh: '', code: '', active: true };
  const form = (at: string) =>
    edited?.at === at && (
      <ReasonForm
        key={at}
        edited={edited.row}
        groups={inOrder(list)}
        onDone={async () => {
          setEdited(null);
          await again();
        }}
        onCancel={() => setEdited(null)}
      />
    );
  const addReason = (group: ReasonGroup) => {
    const own = all.filter((reason) => reason.group_code === group.code);
    const row = { ...names, group_code: group.code, uses: use ? [use] : [], sequence: lastPlace(own) };
    setEdited({ at: `new:${group.code}`, row: { what: 'reason', row } });
  };
  const addGroup = () =>
    setEdited({ at: 'new', row: { what: 'group', row: { ...names, sequence: lastPlace(list) } } });

  return (
    <div className="fb-settings-values">
      <p className="fb-dim">{t('settings.reasons_about')}</p>
      <Chip.Group value={use ?? 'all'} onChange={(of) => setUse(REASON_USES.find((known) => known === of))}>
        <div className="fb-settings-chips" role="radiogroup" aria-label={t('settings.uses')}>
          {[undefined, ...REASON_USES].map((of) => (
            <Chip key={of ?? 'all'} value={of ?? 'all'} size="xs">
              {of ? t(`settings.use.${of}`) : t('settings.use_all')} (
              {all.filter((reason) => !of || reason.uses.includes(of)).length})
            </Chip>
          ))}
        </div>
      </Chip.Group>
      {write.isError && (
        <Alert color="red" role="alert">
          {problemText(write.error, t)}
        </Alert>
      )}
      <Told query={groups} empty={t('settings.no_reasons')}>
        {(rows: ReasonGroup[]) =>
          grouped(rows, all, use).map(({ group, reasons }) => {
            const name = reasonName(group, i18n.language);
            return (
              <section key={group.code} className="fb-reasons" aria-labelledby={`group-${group.code}`}>
                <RowLine
                  name={<h3 id={`group-${group.code}`}>{name}</h3>}
                  called={name}
                  row={group}
                  may={may}
                  busy={write.isPending}
                  onMove={use ? undefined : (by) => write.mutate({ groups: moved(rows, group.code, by) })}
                  onEdit={() => setEdited({ at: `group:${group.code}`, row: { what: 'group', row: group } })}
                  onActive={(active) => write.mutate({ groups: [{ ...group, active }] })}
                />
                {form(`group:${group.code}`)}
                <ul aria-label={name}>
                  {reasons.map((reason) => (
                    <li key={reason.code} data-reason={reason.code}>
                      <RowLine
                        name={<span>{reasonName(reason, i18n.language)}</span>}
                        called={reasonName(reason, i18n.language)}
                        about={reason.uses.map((of) => t(`settings.use.${of}`)).join(' · ')}
                        row={reason}
                        may={may}
                        busy={write.isPending}
                        onMove={
                          use ? undefined : (by) => write.mutate({ reasons: moved(reasons, reason.code, by) })
                        }
                        onEdit={() =>
                          setEdited({ at: `reason:${reason.code}`, row: { what: 'reason', row: reason } })
                        }
                        onActive={(active) => write.mutate({ reasons: [{ ...reason, active }] })}
                      />
                      {form(`reason:${reason.code}`)}
                    </li>
                  ))}
                </ul>
                {may && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    aria-label={t('settings.add_reason_to', { group: name })}
                    onClick={() => addReason(group)}
                  >
                    {t('settings.add_reason')}
                  </Button>
                )}
                {form(`new:${group.code}`)}
              </section>
            );
          })
        }
      </Told>
      {may && (
        <Button variant="default" onClick={addGroup}>
          {t('settings.add_group')}
        </Button>
      )}
      {form('new')}
    </div>
  );
}
