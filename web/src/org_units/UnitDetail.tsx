// One unit: what is below it, and the ways to its reps and outlets.
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { Facts } from '../catalogue/Facts';
import { DetailHead } from '../records/Detail';
import { writeRecord } from '../records/records';
import { Said } from '../records/Said';
import { MoveForm } from './MoveForm';
import { UnitForm, unitsChanged } from './UnitForm';
import type { OrgUnit } from './units';

export function UnitDetail({
  unit,
  units,
  may,
  act,
  onAct,
  onOpen,
  onClose,
}: {
  unit: OrgUnit;
  units: readonly OrgUnit[];
  may: boolean;
  act: string | undefined;
  onAct: (act: string | undefined) => void;
  onOpen: (id: number) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [said, setSaid] = useState('');
  /** Below whom it was before it was moved. */
  const [before, setBefore] = useState<number | null>(null);
  const undo = useMutation({
    mutationFn: (parent: number) => writeRecord<OrgUnit>('org-units', unit, { parent_id: parent }),
    onSuccess: async () => {
      setBefore(null);
      setSaid(t('records.did.undone'));
      await unitsChanged();
    },
  });
  const parent = units.find(({ id }) => id === unit.parent_id);
  const below = units.filter(({ parent_id }) => parent_id === unit.id);
  return (
    <>
      <DetailHead
        name={unit.name}
        about={`${unit.code} · ${t(`records.unit_kinds.${unit.kind}`)}`}
        onClose={onClose}
        acts={
          may &&
          act === undefined && (
            <>
              <Button size="compact-sm" variant="default" onClick={() => onAct('new')}>
                {t('records.add_below')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => onAct('edit')}>
                {t('records.rename')}
              </Button>
              {unit.parent_id !== null && (
                <Button size="compact-sm" variant="default" onClick={() => onAct('move')}>
                  {t('records.move')}
                </Button>
              )}
            </>
          )
        }
      />
      <div className="fb-rec-body">
        <Said
          text={undo.isError ? problemText(undo.error, t) : said}
          busy={undo.isPending}
          onUndo={before === null ? undefined : () => undo.mutate(before)}
        />
        {act === 'edit' && may ? (
          <UnitForm
            key={unit.version}
            was={unit}
            onCancel={() => onAct(undefined)}
            onReload={() => void unitsChanged()}
            onSaved={() => {
              setSaid(t('records.did.changed'));
              onAct(undefined);
            }}
          />
        ) : act === 'move' && may && parent ? (
          <MoveForm
            unit={unit}
            units={units}
            onCancel={() => onAct(undefined)}
            onMoved={() => {
              setBefore(parent.id);
              setSaid(t('records.did.changed'));
              onAct(undefined);
            }}
          />
        ) : (
          <>
            <Facts
              rows={[
                [
                  t('records.below'),
                  parent ? (
                    <button type="button" className="fb-rec-link" onClick={() => onOpen(parent.id)}>
                      {parent.name}
                    </button>
                  ) : (
                    '–'
                  ),
                ],
              ]}
            />
            {below.length === 0 && (
              <ul className="fb-rec-lines">
                <li>
                  <Link to="/masters/reps" search={{ unit: unit.id }} className="fb-link">
                    {t('records.unit_reps')}
                  </Link>
                </li>
                <li>
                  <Link to="/masters/outlets" search={{ unit: unit.id }} className="fb-link">
                    {t('records.unit_outlets')}
                  </Link>
                </li>
              </ul>
            )}
            {below.length > 0 && (
              <>
                <h3>{t('records.units_below')}</h3>
                <ul className="fb-rec-lines">
                  {below.map((each) => (
                    <li key={each.id}>
                      <button type="button" className="fb-rec-link" onClick={() => onOpen(each.id)}>
                        {each.name}
                      </button>
                      <span className="fb-dim">{t(`records.unit_kinds.${each.kind}`)}</span>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </>
        )}
      </div>
    </>
  );
}
