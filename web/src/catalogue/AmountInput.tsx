// A number with decimals that is stored as a whole one: money, a quantity, a percentage.
import { NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { session } from '../api/queries';
import { useFormat } from '../format/useFormat';
import { BASIS_POINTS, digitsOf, fromStored, MILLI, toStored } from './amounts';

interface AmountProps {
  label: string;
  hideLabel?: boolean;
  description?: string;
  /** As stored; null where nothing is typed. */
  value: number | null;
  error?: string | null;
  required?: boolean;
  onChange: (stored: number | null) => void;
}

function Amount({
  label,
  hideLabel,
  value,
  digits,
  onChange,
  ...rest
}: AmountProps & { digits: number; suffix?: string }) {
  const vi = useFormat().language === 'vi';
  return (
    <NumberInput
      {...rest}
      label={hideLabel ? undefined : label}
      aria-label={hideLabel ? label : undefined}
      hideControls
      allowNegative={false}
      decimalScale={digits}
      allowDecimal={digits > 0}
      thousandSeparator={vi ? '.' : ','}
      decimalSeparator={vi ? ',' : '.'}
      value={value === null ? '' : fromStored(value, digits)}
      onChange={(typed) => onChange(typeof typed === 'number' ? toStored(typed, digits) : null)}
    />
  );
}

/** The company's. */
export const useCurrency = (): string => useQuery(session).data?.company?.currency ?? 'VND';

export function MoneyInput(props: AmountProps) {
  const currency = useCurrency();
  return <Amount {...props} digits={digitsOf(currency)} suffix={` ${currency}`} />;
}

export function QuantityInput(props: AmountProps) {
  return <Amount {...props} digits={MILLI} />;
}

export function PercentInput(props: AmountProps) {
  return <Amount {...props} digits={BASIS_POINTS} suffix=" %" />;
}
