// Thousandths as people read quantities.
import { useFormat } from '../format/useFormat';

export function useMilli(): (milli: number) => string {
  const format = useFormat();
  return (milli) => format.quantity(String(milli / 1000));
}
