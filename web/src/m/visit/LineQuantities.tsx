// So much of each line of an order: what comes back of it, or what was handed over.
import { Stepper } from './Stepper';
import { useWords } from './useWords';

export interface QuantityLine {
  line: number;
  name: string;
  unit: string;
  most_milli: number;
}

export function LineQuantities({
  lines,
  milliOf,
  over,
  onChange,
}: {
  lines: readonly QuantityLine[];
  milliOf: (line: QuantityLine) => number;
  /** Lines of which there is less. */
  over: readonly number[];
  onChange: (line: number, milli: number) => void;
}) {
  const { t, milli } = useWords();
  return (
    <ul className="v-lines">
      {lines.map((one) => {
        const { line, name, unit, most_milli } = one;
        return (
          <li key={line} data-wrong={over.includes(line) || undefined}>
            <span>
              <b>{name}</b>
              <span className="v-dim">
                {t('visit.returns.at_most', { quantity: milli(most_milli), unit })}
              </span>
              {over.includes(line) && (
                <span className="v-wrong" role="alert">
                  {t('visit.why.out_of_range')}
                </span>
              )}
            </span>
            <Stepper
              label={t('visit.order.quantity_of', { product: name, unit })}
              milli={milliOf(one)}
              onChange={(some) => onChange(line, some ?? 0)}
            />
          </li>
        );
      })}
    </ul>
  );
}
