// A list that is loading, failed, empty, or longer than is shown.
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Told } from '../plans/Told';
import type { Listed } from './stock';

export function Loaded<T>({
  query,
  empty,
  children,
}: {
  query: UseQueryResult<Listed<T>>;
  empty: string;
  children: (rows: T[]) => ReactNode;
}) {
  const { t } = useTranslation();
  const rows = { ...query, data: query.data?.items } as UseQueryResult<T[]>;
  return (
    <Told query={rows} empty={empty}>
      {(items) => (
        <>
          {children(items)}
          {query.data?.next_cursor && <p className="fb-dim">{t('stock.more', { count: items.length })}</p>}
        </>
      )}
    </Told>
  );
}
