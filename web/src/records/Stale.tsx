// Somebody else changed a record while it was being changed here: who and when, as far as the reader may know, and
// the way to what it is now.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request } from '../api/client';
import type { Page } from '../api/trade';
import { has, useRights } from '../app/rights';
import type { LogEntry } from '../audit_log/log';
import { useFormat } from '../format/useFormat';

export function Stale({ subject, onReload }: { subject: string; onReload: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rights = useRights();
  const last = useQuery({
    queryKey: ['records', 'audit-log', 'last', subject],
    queryFn: async ({ signal }) =>
      (
        await request<Page<LogEntry>>(`audit-log?subject=${encodeURIComponent(subject)}&limit=1`, {
          signal,
        })
      ).items[0] ?? null,
    enabled: has(rights, 'read_audit'),
    gcTime: 0,
  }).data;
  return (
    <>
      <p className="fb-rec-p">
        {last?.login
          ? t('records.stale_by', { who: last.login, when: format.moment(last.recorded_at) })
          : t('records.stale')}
      </p>
      <Button size="xs" variant="light" color="red" onClick={onReload}>
        {t('records.reload')}
      </Button>
    </>
  );
}
