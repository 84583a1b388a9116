// What somebody counted, product by product, beginning with what should be there; a difference has its reason where one
// is asked for.
import { Alert, Button, NumberInput, TextInput } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { type Counts, differs } from './stock';

export interface CountRow {
  product_id: number;
  product_name: string;
  /** What the form begins with, in thousandths of the base unit. */
  milli: number;
  /** What is counted in, and how many base units that is; the base unit where absent. */
  unit?: string;
  pieces?: number;
  about?: string;
}

/** What a count says; of a product that is not in it, what should be there. */
export interface Count {
  counted: Counts;
  reason: string;
}

export function CountForm({
  title,
  yes,
  rows,
  why,
  color,
  save,
  onCancel,
}: {
  title: string;
  yes: string;
  rows: readonly CountRow[];
  /** Asked where something is missing or too much; without it no reason is. */
  why?: string;
  color?: string;
  save: UseMutationResult<unknown, Error, Count>;
  onCancel?: () => void;
}) {
  const { t } = useTranslation();
  const [counted, setCounted] = useState<Counts>({});
  const [reason, setReason] = useState('');
  const different = why !== undefined && differs(rows, counted);
  // A count of nothing says nothing; only what ends by it ends without goods, too.
  const ready = why === undefined ? rows.length > 0 : !different || reason.trim() !== '';
  return (
    <form
      className="fb-parts-form"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) save.mutate({ counted, reason: reason.trim() });
      }}
    >
      <h3>{title}</h3>
      {save.isError && (
        <Alert color="red" role="alert">
          {problemText(save.error, t)}
        </Alert>
      )}
      {rows.map(({ product_id, product_name, milli, unit, pieces = 1, about }) => (
        <NumberInput
          key={product_id}
          label={product_name}
          description={about}
          min={0}
          decimalScale={3}
          suffix={unit && ` ${unit}`}
          value={(counted[product_id] ?? milli) / 1000 / pieces}
          onChange={(value) =>
            setCounted((old) => ({ ...old, [product_id]: Math.round(Number(value || 0) * 1000 * pieces) }))
          }
        />
      ))}
      {different && (
        <TextInput
          label={why}
          required
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <div className="fb-actions">
        <Button type="submit" color={color} loading={save.isPending} disabled={!ready}>
          {yes}
        </Button>
        {onCancel && (
          <Button variant="subtle" color="gray" onClick={onCancel}>
            {t('review.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}
