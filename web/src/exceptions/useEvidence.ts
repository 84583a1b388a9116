// The figures of an exception as a sentence.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { session } from '../api/queries';
import { useFormat } from '../format/useFormat';
import type { FieldException } from './exceptions';

export function useEvidence(): (row: FieldException) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useQuery(session).data?.company?.currency ?? 'VND';
  return (row) => {
    const { value = 0, limit = 0, since, note } = row.evidence;
    const at = since === undefined ? format.clock(row.opened_at) : format.clock(since);
    const outlet = row.outlet_name ?? t('feed.an_outlet');
    switch (row.kind) {
      case 'sos':
        return note ?? t('exceptions.evidence.sos');
      case 'left_territory':
        return t('exceptions.evidence.left_territory', {
          value: format.distance(value),
          limit: format.distance(limit),
        });
      case 'outside':
        return t('exceptions.evidence.outside', {
          outlet,
          value: format.distance(value),
          limit: format.distance(limit),
        });
      case 'cash_limit':
        return t('exceptions.evidence.cash_limit', {
          value: format.money(value, currency),
          limit: format.money(limit, currency),
        });
      case 'short_visit':
        return t('exceptions.evidence.short_visit', {
          outlet,
          value: format.duration(value),
          limit: format.duration(limit),
        });
      default:
        return t(`exceptions.evidence.${row.kind}`, {
          value: format.count(value),
          limit: format.count(limit),
          at,
          outlet,
        });
    }
  };
}
