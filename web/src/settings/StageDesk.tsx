// The stages of opportunities in the order of the board: their words, how likely a sale is in each, and which are in
// use. Won and lost stay what they are.
import { Alert, Button, NumberInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { reasonName } from '../api/reasons';
import { problemText } from '../app/problem';
import { Told } from '../plans/Told';
import { NAME_FIELDS, NameFields } from './NameFields';
import { RowForm, useRowFaults } from './RowForm';
import { RowLine } from './RowLine';
import { codeOf } from './reasons';
import { movedStages, putStage, type Stage, type StageDraft, stages } from './stages';

/** What they are called is shown wherever opportunities are. */
const again = () => queryClient.invalidateQueries({ queryKey: ['crm'] });

export function StageDesk({ may }: { may: boolean }) {
  const { t, i18n } = useTranslation();
  const query = useQuery(stages);
  const [edited, setEdited] = useState<StageDraft | null>(null);
  const write = useMutation({
    // One by one: each has its own version.
    mutationFn: async (rows: Stage[]) => {
      for (const row of rows) await putStage(row);
    },
    onSettled: again,
  });
  const form = (code: string) =>
    edited?.code === code && (
      <StageForm
        key={code}
        edited={edited}
        onDone={async () => {
          setEdited(null);
          await again();
        }}
        onCancel={() => setEdited(null)}
      />
    );
  const add = (all: readonly Stage[]) =>
    setEdited({
      ...{ code: '', name_en: '', name_vi: '', name_zh: '', outcome: 'open', probability: 50, active: true },
      place: Math.max(0, ...all.filter(({ outcome }) => outcome === 'open').map(({ place }) => place)) + 1,
    });
  return (
    <div className="fb-settings-values">
      <p className="fb-dim">{t('settings.stages_about')}</p>
      {write.isError && (
        <Alert color="red" role="alert">
          {problemText(write.error, t)}
        </Alert>
      )}
      <Told query={query} empty={t('settings.no_stages')}>
        {(all: Stage[]) => (
          <section className="fb-reasons">
            <ul aria-label={t('settings.tab.stages')}>
              {all.map((stage) => {
                const name = reasonName(stage, i18n.language);
                return (
                  <li key={stage.code} data-stage={stage.code}>
                    <RowLine
                      name={<span>{name}</span>}
                      called={name}
                      about={t('settings.stage_about', {
                        probability: stage.probability,
                        outcome: t(`settings.stage_outcome.${stage.outcome}`),
                      })}
                      row={stage}
                      may={may}
                      busy={write.isPending}
                      onMove={(by) => write.mutate(movedStages(all, stage.code, by))}
                      onEdit={() => setEdited(stage)}
                      onActive={
                        stage.outcome === 'open'
                          ? (active) => write.mutate([{ ...stage, active }])
                          : undefined
                      }
                    />
                    {form(stage.code)}
                  </li>
                );
              })}
            </ul>
            {may && (
              <Button variant="default" onClick={() => add(all)}>
                {t('settings.add_stage')}
              </Button>
            )}
            {form('')}
          </section>
        )}
      </Told>
    </div>
  );
}

const FIELDS = [...NAME_FIELDS, 'probability'];

function StageForm({
  edited,
  onDone,
  onCancel,
}: {
  edited: StageDraft;
  onDone: () => Promise<unknown>;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [row, setRow] = useState(edited);
  const fresh = edited.version === undefined;
  const code = row.code || codeOf(row.name_en);
  const save = useMutation({ mutationFn: () => putStage({ ...row, code }), onSuccess: onDone });
  const { fault, failure } = useRowFaults(save.error, fresh, FIELDS);
  return (
    <RowForm busy={save.isPending} failure={failure} onSave={() => save.mutate()} onCancel={onCancel}>
      <NameFields
        row={row}
        code={fresh ? code : undefined}
        fault={fault}
        set={(more) => setRow((old) => ({ ...old, ...more }))}
      />
      <NumberInput
        required
        className="fb-setting-short"
        label={t('settings.probability')}
        hideControls
        allowDecimal={false}
        allowNegative={false}
        suffix=" %"
        inputMode="numeric"
        disabled={row.outcome !== 'open'}
        value={row.probability}
        error={fault('probability')}
        onChange={(given) => setRow((old) => ({ ...old, probability: Number(given) }))}
      />
    </RowForm>
  );
}
