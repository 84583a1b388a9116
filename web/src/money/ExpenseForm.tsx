// An expense entered at a desk for a rep; kilometres have no amount, the settings say what they are worth.
import { Alert, Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { MoneyInput } from '../catalogue/AmountInput';
import { newId } from '../client/ids';
import { useFormat } from '../format/useFormat';
import { useRepNames } from '../reps/useRepNames';
import { CATEGORIES, type Category } from './expense_categories';
import { claimExpense } from './expenses';

export function ExpenseForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reps = useRepNames();
  // Made once, so that a retry is the same expense.
  const [id] = useState(newId);
  const [rep, setRep] = useState<string | null>(null);
  const [date, setDate] = useState(format.dateAt(serverNow()));
  const [category, setCategory] = useState<Category>('mileage');
  const [amount, setAmount] = useState<number | null>(null);
  const [km, setKm] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const mileage = category === 'mileage';
  const claim = useMutation({
    mutationFn: () =>
      claimExpense({
        id,
        rep_id: Number(rep),
        date,
        category,
        ...(mileage ? { claimed_m: Math.round((km ?? 0) * 1000) } : { amount_minor: amount ?? 0 }),
        note: note.trim() || null,
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['money'] });
      onClose();
    },
  });
  return (
    <form
      className="fb-parts-form"
      aria-label={t('expenses.new')}
      onSubmit={(event) => {
        event.preventDefault();
        claim.mutate();
      }}
    >
      {claim.isError && (
        <Alert color="red" role="alert">
          {problemText(claim.error, t)}
        </Alert>
      )}
      <Select
        label={t('orders.rep')}
        required
        searchable
        data={reps.map((each) => ({ value: String(each.id), label: each.name }))}
        value={rep}
        onChange={setRep}
      />
      <TextInput
        label={t('money.date')}
        type="date"
        required
        value={date}
        onChange={(event) => setDate(event.currentTarget.value)}
      />
      <Select
        label={t('expenses.what')}
        required
        allowDeselect={false}
        data={CATEGORIES.map((each) => ({ value: each, label: t(`expenses.category.${each}`) }))}
        value={category}
        onChange={(value) => setCategory(CATEGORIES.find((each) => each === value) ?? 'other')}
      />
      {mileage ? (
        <NumberInput
          label={t('expenses.km')}
          required
          min={0}
          max={2000}
          decimalScale={1}
          value={km ?? ''}
          onChange={(value) => setKm(value === '' ? null : Number(value))}
        />
      ) : (
        <MoneyInput label={t('money.amount')} required value={amount} onChange={setAmount} />
      )}
      <TextInput
        label={t('expenses.note')}
        maxLength={200}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className="fb-actions">
        <Button
          type="submit"
          loading={claim.isPending}
          disabled={rep === null || !date || (mileage ? !km : !amount)}
        >
          {t('expenses.claim')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t('review.cancel')}
        </Button>
      </div>
    </form>
  );
}
