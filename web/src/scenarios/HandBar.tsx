// What was given by hand so far, and having its days planned as a solution of its own.
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { problemText } from '../app/problem';
import { useFocusFault } from '../app/useFocusFault';
import { useFaults } from '../catalogue/Form';
import { HandFaults } from './HandFaults';
import { itemsOf } from './hand';
import { assignByHand, type HandPut, readAgain } from './scenarios';
import type { Assignment } from './types';

export function HandBar({
  scenario,
  count,
  outlets,
  onDone,
  onCancel,
}: {
  scenario: number;
  /** Outlets that were given by hand. */
  count: number;
  /** As they would be. */
  outlets: readonly Assignment[];
  onDone: () => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const form = useRef<HTMLFormElement>(null);
  const save = useMutation({
    mutationFn: (items: HandPut['items']) => assignByHand(scenario, { name: name.trim(), items }),
    onSuccess: async () => {
      await readAgain();
      onDone();
    },
  });
  const faults = useFaults(save.error);
  useFocusFault(form, save.error);
  const named = faults.at('/name');
  const told = save.error instanceof Problem ? save.error.errors : [];
  const rows = told.filter((fault) => fault.pointer.startsWith('/items/'));
  return (
    <form
      ref={form}
      className="fb-scn-card"
      aria-label={t('scenarios.hand.title')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(itemsOf(outlets));
      }}
    >
      <p role="status">{t('scenarios.hand.count', { count })}</p>
      <TextInput
        size="xs"
        label={t('scenarios.hand.name')}
        description={t('scenarios.hand.hint')}
        required
        maxLength={200}
        value={name}
        error={named}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {rows.length > 0 && (
        <HandFaults
          faults={rows}
          whose={(pointer) => {
            const id = save.variables?.[Number(pointer.split('/')[2])]?.outlet_id;
            return outlets.find((outlet) => outlet.outlet_id === id)?.outlet_name ?? '';
          }}
        />
      )}
      {save.isError && !named && rows.length === 0 && (
        <p className="fb-plans-bad" role="alert">
          {problemText(save.error, t)}
        </p>
      )}
      <div className="fb-actions">
        <Button size="compact-sm" type="submit" loading={save.isPending}>
          {t('scenarios.hand.plan')}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onCancel}>
          {t('scenarios.hand.drop')}
        </Button>
      </div>
    </form>
  );
}
