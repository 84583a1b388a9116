// Who calls for help now; nobody's call for who has no right to watch.
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../app/rights';
import { sosQuery } from './exceptions';

export const useSos = () => useQuery({ ...sosQuery, enabled: useMay('watch') }).data;
