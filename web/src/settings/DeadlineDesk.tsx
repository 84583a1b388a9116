// How long a case of each priority may wait for an answer and to be settled; for cases opened from now on.
import { NumberInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { useFormat } from '../format/useFormat';
import { Told } from '../plans/Told';
import { type CaseDeadline, deadlines, MINUTES_MAX, putDeadline } from './deadlines';
import { RowForm, useRowFaults } from './RowForm';
import { RowLine } from './RowLine';

export function DeadlineDesk({ may }: { may: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(deadlines);
  const [edited, setEdited] = useState<string | null>(null);
  return (
    <div className="fb-settings-values">
      <p className="fb-dim">{t('settings.deadlines_about')}</p>
      <Told query={query} empty={t('settings.no_deadlines')}>
        {(all: CaseDeadline[]) => (
          <section className="fb-reasons">
            <ul aria-label={t('settings.tab.deadlines')}>
              {all.map((one) => {
                const name = t(`crm.priority.${one.priority}`);
                return (
                  <li key={one.priority} data-deadline={one.priority}>
                    <RowLine
                      name={<span>{name}</span>}
                      called={name}
                      about={t('settings.deadline_about', {
                        answer: format.duration(one.first_response_min * 60),
                        settled: format.duration(one.resolution_min * 60),
                      })}
                      row={{ code: one.priority, active: true }}
                      may={may}
                      busy={false}
                      onMove={undefined}
                      onEdit={() => setEdited(one.priority)}
                      onActive={undefined}
                    />
                    {edited === one.priority && (
                      <DeadlineForm key={one.version} was={one} onDone={() => setEdited(null)} />
                    )}
                  </li>
                );
              })}
            </ul>
          </section>
        )}
      </Told>
    </div>
  );
}

const FIELDS = ['first_response_min', 'resolution_min'] as const;

function DeadlineForm({ was, onDone }: { was: CaseDeadline; onDone: () => void }) {
  const { t } = useTranslation();
  const [row, setRow] = useState(was);
  const save = useMutation({
    mutationFn: () => putDeadline(row),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['crm'] });
      onDone();
    },
  });
  const { fault, failure } = useRowFaults(save.error, false, FIELDS);
  return (
    <RowForm busy={save.isPending} failure={failure} onSave={() => save.mutate()} onCancel={onDone}>
      {FIELDS.map((field) => (
        <NumberInput
          key={field}
          required
          className="fb-setting-short"
          label={t(`settings.deadline.${field}`)}
          hideControls
          allowDecimal={false}
          allowNegative={false}
          max={MINUTES_MAX}
          inputMode="numeric"
          value={row[field]}
          error={fault(field) && t('settings.deadline.out_of_range')}
          onChange={(given) => setRow((old) => ({ ...old, [field]: Number(given) }))}
        />
      ))}
    </RowForm>
  );
}
