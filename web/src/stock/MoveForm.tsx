// Goods moved from the page: to another place, in from outside, out, or a book put right with its reason. One form is
// one act under one id, so that a retry is the same.
import { Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../api/client';
import { queryClient } from '../api/queries';
import { AskedLines } from '../catalogue/AskedLines';
import { FormFrame, useFaults } from '../catalogue/Form';
import { type AskedLine, newLine } from '../catalogue/lines';
import { newId } from '../client/ids';
import { ACTS, type Act, locations, postBody, type StockLocation } from './stock';

export function MoveForm({
  place,
  onDone,
  onCancel,
}: {
  place: StockLocation;
  onDone: () => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [id] = useState(newId);
  const [act, setAct] = useState<Act>('transfer');
  const [other, setOther] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [lines, setLines] = useState<AskedLine[]>([newLine(0)]);
  const places = useQuery(locations('')).data ?? [];
  const save = useMutation({
    mutationFn: (body: object) => request('stock-moves', { method: 'POST', body }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['stock'] });
      onDone();
    },
  });
  const faults = useFaults(save.error);
  return (
    <FormFrame
      saving={{ save, faults }}
      body={() => postBody({ id, act, place: place.code, other, reason, lines })}
      onCancel={onCancel}
    >
      <Select
        label={t('stock.act_what')}
        allowDeselect={false}
        data={ACTS.map((value) => ({ value, label: t(`stock.act.${value}`) }))}
        value={act}
        error={faults.at('/kind')}
        onChange={(value) => setAct(ACTS.find((each) => each === value) ?? 'transfer')}
      />
      {act === 'transfer' && (
        <Select
          label={t('stock.act_to')}
          required
          searchable
          data={places
            .filter((one) => one.active && one.id !== place.id)
            .map((one) => ({ value: one.code, label: `${one.name} (${one.code})` }))}
          value={other}
          error={faults.at('/to_code')}
          onChange={setOther}
        />
      )}
      <TextInput
        label={t('stock.act_reason')}
        required={act === 'more' || act === 'less'}
        value={reason}
        error={faults.at('/reason')}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <AskedLines lines={lines} faults={faults} onChange={setLines} />
    </FormFrame>
  );
}
