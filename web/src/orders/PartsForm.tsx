// How much of each line: of a delivery, or of a return. Starts with everything, since that is what happens most.
import { Button, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinePart, Order, OrderLine } from '../api/trade';

interface Props {
  order: Order;
  /** The most that a line can give; lines that give nothing are left out. */
  most: (line: OrderLine) => number;
  /** What starts in the fields: all of it, or nothing. */
  all: boolean;
  said: string;
  saidRequired: boolean;
  yes: string;
  busy: boolean;
  onSay: (lines: LinePart[], said: string) => void;
  onCancel: () => void;
}

export function PartsForm({ order, most, all, said, saidRequired, yes, busy, onSay, onCancel }: Props) {
  const { t } = useTranslation();
  const lines = order.lines.filter((line) => most(line) > 0);
  const [parts, setParts] = useState<Record<number, number>>(() =>
    Object.fromEntries(lines.map((line) => [line.line, all ? most(line) : 0])),
  );
  const [text, setText] = useState('');
  const chosen = lines
    .map((line) => ({ line: line.line, quantity_milli: parts[line.line] ?? 0 }))
    .filter((part) => part.quantity_milli > 0);
  return (
    <form
      className="fb-parts-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.length > 0) onSay(chosen, text.trim());
      }}
    >
      {lines.map((line) => (
        <NumberInput
          key={line.line}
          label={line.product_name}
          description={t('orders.most', { count: most(line) / 1000, unit: line.unit })}
          min={0}
          max={most(line) / 1000}
          decimalScale={3}
          clampBehavior="strict"
          value={(parts[line.line] ?? 0) / 1000}
          onChange={(value) =>
            setParts((old) => ({ ...old, [line.line]: Math.round(Number(value || 0) * 1000) }))
          }
        />
      ))}
      <TextInput
        label={said}
        required={saidRequired}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="fb-actions">
        <Button
          type="submit"
          loading={busy}
          disabled={chosen.length === 0 || (saidRequired && text.trim() === '')}
        >
          {yes}
        </Button>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t('review.cancel')}
        </Button>
      </div>
    </form>
  );
}
