// What the tabs of the page have in common: how a list that is loading, failed or empty is told, and whom to pick.
import { Alert, Select } from '@mantine/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { board } from '../api/queries';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { faultOf } from './plans';

export function Told<T>({
  query,
  empty,
  children,
}: {
  query: UseQueryResult<T[]>;
  empty: string;
  children: (rows: T[]) => ReactNode;
}) {
  const { t } = useTranslation();
  if (query.isPending) return <Waiting />;
  if (query.isError && !query.data)
    return (
      <Alert color="red" role="alert" title={t('plans.failed')}>
        {problemText(query.error, t)}
      </Alert>
    );
  if (query.data?.length === 0) return <p className="fb-dim">{empty}</p>;
  return <>{children(query.data ?? [])}</>;
}

/** A refusal in words: the first fault where there are words for it. */
export function refusal(error: unknown, t: TFunction): string {
  const fault = faultOf(error);
  return fault ? t(`plans.fault.${fault}`) : problemText(error, t);
}

export function RepSelect({
  value,
  label,
  without,
  clearable,
  placeholder,
  onChange,
}: {
  value: number | null;
  label: string;
  /** A rep that may not be picked. */
  without?: number;
  clearable?: boolean;
  /** What no rep means, where it is not nobody. */
  placeholder?: string;
  onChange: (rep: number | null) => void;
}) {
  const { t } = useTranslation();
  const reps = useQuery(board).data ?? [];
  return (
    <Select
      label={label}
      searchable
      clearable={clearable}
      nothingFoundMessage={t('plans.nobody')}
      placeholder={clearable ? (placeholder ?? t('plans.nobody')) : undefined}
      limit={50}
      data={reps
        .filter((rep) => rep.id !== without)
        .map((rep) => ({ value: String(rep.id), label: `${rep.name} (${rep.code})` }))}
      value={value === null ? null : String(value)}
      onChange={(rep) => onChange(rep === null ? null : Number(rep))}
    />
  );
}
