// A route itself: its name, unit and rep. Its stops are changed in a list of their own.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { CodeAndName, FormFrame, useFaults } from '../catalogue/Form';
import { UnitSelect } from '../org_units/UnitSelect';
import { changed, writeRecord } from '../records/records';
import { Stale } from '../records/Stale';
import { RepSelect } from '../reps/RepSelect';
import { type RouteRecord, routeRecord } from './routes';

export function RouteForm({
  was,
  rep,
  onSaved,
  onCancel,
  onReload,
}: {
  was?: RouteRecord;
  /** Of a new one, where it is known whose it will be. */
  rep?: number;
  onSaved: (route: RouteRecord) => void;
  onCancel: () => void;
  onReload: () => void;
}) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState({
    code: was?.code ?? '',
    name: was?.name ?? '',
    unit: was?.org_unit_id,
    rep: was ? (was.rep_id ?? undefined) : rep,
  });
  const set = (more: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...more }));
  const save = useMutation({
    mutationFn: (body: object) => writeRecord<RouteRecord>('routes', was, body),
    onSuccess: async (route) => {
      queryClient.setQueryData(routeRecord(route.id).queryKey, route);
      onSaved(route);
      await queryClient.invalidateQueries({ queryKey: ['records', 'routes'] });
    },
  });
  const faults = useFaults(save.error);
  const body = () => {
    const fields = { name: draft.name.trim(), org_unit_id: draft.unit, rep_id: draft.rep };
    return was ? changed(fields, was) : { code: draft.code.trim(), ...fields };
  };
  return (
    <FormFrame
      saving={{ save, faults }}
      body={body}
      stale={was && <Stale subject={`routes/${was.id}`} onReload={onReload} />}
      onCancel={onCancel}
    >
      <div className="fb-cat-row">
        <CodeAndName head={draft} fresh={!was} faults={faults} onChange={set} />
      </div>
      <div className="fb-cat-row">
        <UnitSelect
          label={t('records.unit')}
          value={draft.unit}
          error={faults.at('/org_unit_code') ?? faults.at('/org_unit_id')}
          onChange={(unit) => set({ unit })}
        />
        <RepSelect
          label={t('orders.rep')}
          required={was?.rep_id != null}
          value={draft.rep}
          error={faults.at('/rep_code') ?? faults.at('/rep_id')}
          onChange={(of) => set({ rep: of })}
        />
      </div>
    </FormFrame>
  );
}
