// The figures of an exception as a sentence.
import type { FieldException } from '../../exceptions/exceptions';
import { useMe, useSay } from './say';

export function useEvidence(): (row: FieldException) => string {
  const { t, clock, distance, duration, money, count } = useSay();
  const currency = useMe().company?.currency ?? 'VND';
  return (row) => {
    const { value = 0, limit = 0, since, note } = row.evidence;
    const at = clock(since ?? row.opened_at);
    const outlet = row.outlet_name ?? t('team.visit.somewhere');
    switch (row.kind) {
      case 'sos':
        return note ?? t('team.evidence.sos');
      case 'left_territory':
        return t('team.evidence.left_territory', { value: distance(value), limit: distance(limit) });
      case 'outside':
        return t('team.evidence.outside', { outlet, value: distance(value), limit: distance(limit) });
      case 'cash_limit':
        return t('team.evidence.cash_limit', {
          value: money(value, currency),
          limit: money(limit, currency),
        });
      case 'short_visit':
        return t('team.evidence.short_visit', { outlet, value: duration(value), limit: duration(limit) });
      default:
        return t(`team.evidence.${row.kind}`, { value: count(value), limit: count(limit), at, outlet });
    }
  };
}
