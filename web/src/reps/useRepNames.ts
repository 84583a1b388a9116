// Names of the reps in scope for pickers and filters; none for who may not see people of the field.
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../app/rights';
import { repNames } from '../orders/orders';

export const useRepNames = (wanted = true) => {
  const may = useMay('read_field');
  return useQuery({ ...repNames, enabled: may && wanted }).data ?? [];
};
