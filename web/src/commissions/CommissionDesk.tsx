// What reps earned in a month: the statements that were made, one with its documents, and drafts of those to come.
import { Alert, Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { ExportButtons } from '../app/ExportButtons';
import { MoreButton } from '../app/MoreButton';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { MonthPick } from '../targets/MonthPick';
import type { TargetsSearch } from '../targets/targets';
import { lastMonth, statementsPath, statementsQuery } from './commissions';
import { MakeForm } from './MakeForm';
import { StatementDetail } from './StatementDetail';
import { StatementTable } from './StatementTable';

export function CommissionDesk({ search, rights }: { search: TargetsSearch; rights: Rights }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate({ from: '/targets' });
  const [making, setMaking] = useState(false);
  const month = search.month ?? lastMonth(format.dateAt(serverNow()));
  const list = useInfiniteQuery(statementsQuery(month));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const may = has(rights, 'manage_receivables');
  const set = (change: Partial<TargetsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <div className="fb-targets">
      <div className="fb-plans-head">
        <h2 className="fb-targets-title">{t('commissions.title')}</h2>
        <MonthPick month={month} onPick={(month) => set({ month, statement: undefined })} />
        <span className="fb-actions">
          <ExportButtons path={statementsPath(month)} name={t('commissions.title')} />
          {may && !making && (
            <Button size="compact-sm" onClick={() => setMaking(true)}>
              {t('commissions.make')}
            </Button>
          )}
        </span>
      </div>
      {making && <MakeForm key={month} month={month} onDone={() => setMaking(false)} />}
      {list.isPending && <Waiting />}
      {list.isError && !list.data && (
        <Alert color="red" role="alert" title={t('commissions.failed')}>
          {problemText(list.error, t)}
        </Alert>
      )}
      {list.isSuccess && rows.length === 0 && <p className="fb-dim">{t('commissions.none')}</p>}
      {search.statement !== undefined && (
        <StatementDetail
          key={search.statement}
          id={search.statement}
          onClose={() => set({ statement: undefined })}
        />
      )}
      {rows.length > 0 && (
        <StatementTable
          rows={rows}
          picked={search.statement}
          whole={!list.hasNextPage}
          onOpen={(statement) => set({ statement })}
        />
      )}
      <MoreButton list={list} />
    </div>
  );
}
