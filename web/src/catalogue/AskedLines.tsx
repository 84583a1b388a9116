// The lines of an order as they are typed: product, quantity, unit, each refusal at its field.
import { ActionIcon, Button, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { QuantityInput } from './AmountInput';
import type { Faults } from './Form';
import { type AskedLine, codeOf, LINES_MAX, named, oneMore } from './lines';
import { pieceOf } from './names';
import { ProductSelect } from './Pickers';

export function AskedLines({
  lines,
  faults,
  onChange,
  children,
}: {
  lines: readonly AskedLine[];
  faults: Faults;
  onChange: (lines: AskedLine[]) => void;
  /** Beside the button for one more line. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const sent = named(lines);
  const set = (key: number, more: Partial<AskedLine>) =>
    onChange(lines.map((one) => (one.key === key ? { ...one, ...more } : one)));
  return (
    <>
      {lines.map((line, at) => {
        const { key, product, unknown, unit, milli } = line;
        const of = sent.indexOf(line);
        const quantity = of < 0 ? null : faults.at(`/lines/${of}/quantity`);
        return (
          <fieldset key={key} className="fb-cat-tier" aria-label={t('catalogue.line', { n: at + 1 })}>
            <ProductSelect
              label={unknown ? `${t('catalogue.product')} (${unknown})` : t('catalogue.product')}
              value={product?.id ?? null}
              error={
                (of < 0 || quantity ? null : faults.under(`/lines/${of}`)) ??
                (at === 0 ? faults.at('/lines') : null)
              }
              onChange={(one) => set(key, { product: one, unknown: undefined, unit: pieceOf(one) })}
            />
            <div className="fb-cat-row">
              <QuantityInput
                label={t('catalogue.quantity')}
                value={milli}
                error={quantity}
                onChange={(typed) => set(key, { milli: typed })}
              />
              <Select
                label={t('catalogue.unit')}
                allowDeselect={false}
                data={product ? Object.keys(product.units) : unit ? [unit] : []}
                value={unit || null}
                disabled={codeOf(line) === null}
                onChange={(value) => set(key, { unit: value ?? '' })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('catalogue.drop_line', { n: at + 1 })}
                onClick={() => onChange(lines.filter((one) => one.key !== key))}
              >
                <IconX size={18} />
              </ActionIcon>
            </div>
          </fieldset>
        );
      })}
      <div className="fb-cat-row">
        <Button
          variant="default"
          disabled={lines.length >= LINES_MAX}
          onClick={() => onChange(oneMore(lines))}
        >
          {t('catalogue.add_line')}
        </Button>
        {children}
      </div>
    </>
  );
}
