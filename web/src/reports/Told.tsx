// How a question that is waited for, or failed, is told; what failed can be asked again.
import { Alert, Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';

export function Told<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  const { t } = useTranslation();
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError)
    return (
      <Alert color="red" role="alert" title={t('reports.failed')} m="md">
        {problemText(query.error, t)}
        <div>
          <Button mt="sm" size="xs" variant="light" color="red" onClick={() => void query.refetch()}>
            {t('app.retry')}
          </Button>
        </div>
      </Alert>
    );
  return <Waiting />;
}
