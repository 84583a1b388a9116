// One target of a month: of a rep or of an org unit. Without a value it is withdrawn.
import { NumberInput, SegmentedControl, Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { units } from '../alerts/alerts';
import { board, queryClient } from '../api/queries';
import { MoneyInput } from '../catalogue/AmountInput';
import { FormFrame, useFaults } from '../catalogue/Form';
import { RepSelect } from '../plans/Told';
import { isMoney, MEASURES, type Measure, type Put, setTarget } from './targets';

export function TargetForm({ month, onDone }: { month: string; onDone: () => void }) {
  const { t } = useTranslation();
  const [measure, setMeasure] = useState<Measure>('sales_value');
  const [ofUnit, setOfUnit] = useState(false);
  const [rep, setRep] = useState<number | null>(null);
  const [unit, setUnit] = useState<string | null>(null);
  const [value, setValue] = useState<number | null>(null);
  const reps = useQuery(board).data ?? [];
  const areas = useQuery(units).data?.items ?? [];
  const save = useMutation({
    mutationFn: (body: object) => setTarget(body as Put),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['targets'] });
      onDone();
    },
  });
  const faults = useFaults(save.error);
  const whose = faults.at('/rep_code') ?? faults.at('/org_unit_code');
  return (
    <FormFrame
      saving={{ save, faults }}
      onCancel={onDone}
      body={(): Put => ({
        month: `${month}-01`,
        measure,
        ...(ofUnit
          ? { org_unit_code: areas.find(({ id }) => String(id) === unit)?.code }
          : { rep_code: reps.find(({ id }) => id === rep)?.code }),
        value,
      })}
    >
      <Select
        label={t('targets.measure')}
        allowDeselect={false}
        data={MEASURES.map((each) => ({ value: each, label: t(`targets.measures.${each}`) }))}
        value={measure}
        onChange={(word) => setMeasure(MEASURES.find((each) => each === word) ?? measure)}
      />
      <SegmentedControl
        aria-label={t('targets.whose')}
        data={[
          { value: 'rep', label: t('orders.rep') },
          { value: 'unit', label: t('targets.unit') },
        ]}
        value={ofUnit ? 'unit' : 'rep'}
        onChange={(word) => setOfUnit(word === 'unit')}
      />
      {ofUnit ? (
        <Select
          label={t('targets.unit')}
          searchable
          error={whose}
          data={areas.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={unit}
          onChange={setUnit}
        />
      ) : (
        <div>
          <RepSelect label={t('orders.rep')} value={rep} onChange={setRep} />
          {whose && (
            <p className="fb-plans-bad" role="alert">
              {whose}
            </p>
          )}
        </div>
      )}
      {isMoney(measure) ? (
        <MoneyInput
          label={t('targets.value')}
          description={t('targets.value_hint')}
          value={value}
          error={faults.at('/value')}
          onChange={setValue}
        />
      ) : (
        <NumberInput
          label={t('targets.value')}
          description={t('targets.value_hint')}
          hideControls
          allowNegative={false}
          allowDecimal={false}
          value={value ?? ''}
          error={faults.at('/value')}
          onChange={(typed) => setValue(typeof typed === 'number' ? typed : null)}
        />
      )}
    </FormFrame>
  );
}
