// A unit moved below another: what goes along, and who sees it afterwards, is told before it is done.
import { Alert, Button, Group } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { problemText } from '../app/problem';
import { useFaults } from '../catalogue/Form';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { writeRecord } from '../records/records';
import { Stale } from '../records/Stale';
import { unitsChanged } from './UnitForm';
import { UnitSelect } from './UnitSelect';
import { alongQuery, type OrgUnit, subtree } from './units';

export function MoveForm({
  unit,
  units,
  onMoved,
  onCancel,
}: {
  unit: OrgUnit;
  units: readonly OrgUnit[];
  onMoved: () => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [to, setTo] = useState<number>();
  const own = useMemo(() => subtree(units, unit.id), [units, unit.id]);
  const along = useQuery(alongQuery(own));
  const move = useMutation({
    mutationFn: () => writeRecord<OrgUnit>('org-units', unit, { parent_id: to }),
    onSuccess: async () => {
      await unitsChanged();
      onMoved();
    },
  });
  const faults = useFaults(move.error);
  const outlets = {
    count: along.data?.outlets ?? 0,
    shown: format.count(along.data?.outlets ?? 0),
  };
  const name = (id: number | null | undefined) => units.find((each) => each.id === id)?.name ?? '–';
  return (
    <form
      className="fb-cat-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!move.isPending && to !== undefined) move.mutate();
      }}
    >
      <UnitSelect
        label={t('records.move_below')}
        value={to}
        without={own}
        error={faults.at('/parent_code') ?? faults.at('/parent_id')}
        onChange={setTo}
      />
      <section className="fb-rec-once" aria-live="polite">
        <p>
          <strong>{t('records.goes_along')}</strong>
        </p>
        {along.isPending && <Waiting />}
        {along.isError && <p>{problemText(along.error, t)}</p>}
        {along.data && (
          <p>
            {[
              t('records.along_units', { count: along.data.units }),
              t('records.along_reps', { count: along.data.reps }),
              along.data.more
                ? t('records.along_outlets_more', outlets)
                : t('records.along_outlets', outlets),
            ].join(' · ')}
          </p>
        )}
        {to !== undefined && to !== unit.parent_id && (
          <p>{t('records.move_sees', { from: name(unit.parent_id), to: name(to) })}</p>
        )}
      </section>
      {move.isError && !faults.at('/parent_code') && !faults.at('/parent_id') && (
        <Alert color="red" role="alert">
          {move.error instanceof Problem && move.error.code === 'stale' ? (
            <Stale
              subject={`org-units/${unit.id}`}
              onReload={() => {
                move.reset();
                void unitsChanged();
              }}
            />
          ) : (
            problemText(move.error, t)
          )}
        </Alert>
      )}
      <Group gap="xs">
        <Button
          type="submit"
          loading={move.isPending}
          disabled={to === undefined || to === unit.parent_id || !along.isSuccess}
        >
          {t('records.move')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t('catalogue.cancel')}
        </Button>
      </Group>
    </form>
  );
}
