// Targets of a month: what should have been reached by now and what was, for reps and teams; every number opens the
// rows that it counts. The address names what is looked at.
import '../catalogue/catalogue.css';
import '../drawer/drawer.css';
import '../review/review.css';
import '../orders/orders.css';
import '../plans/plans.css';
import '../stock/stock.css';
import './targets.css';
import { ActionIcon, Alert, Button, Select } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { units } from '../alerts/alerts';
import { serverNow } from '../api/client';
import { session as sessionQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { dateIn, month as monthWords } from '../format/format';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { TargetForm } from './TargetForm';
import { TargetRows } from './TargetRows';
import { TargetTable } from './TargetTable';
import {
  byMeasure,
  MAY_MANAGE_TARGETS,
  MEASURES,
  monthAfter,
  progressAsked,
  progressQuery,
  type Report,
  type TargetsSearch,
} from './targets';

const route = getRouteApi('/targets');

export function TargetsPage() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const zone = session?.company?.time_zone ?? 'UTC';
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/targets' });
  const [setting, setSetting] = useState(false);
  const query = useQuery(progressQuery(search));
  const month = search.month ?? dateIn(serverNow(), zone).slice(0, 7);
  const role = session?.user.role;
  const may = role !== undefined && MAY_MANAGE_TARGETS.includes(role);
  const set = (change: Partial<TargetsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <ZoneContext.Provider value={zone}>
      <div className="fb-shell">
        <PageBar />
        <main className="fb-plans">
          <div className="fb-targets">
            <div className="fb-plans-head">
              <h1>{t('targets.title')}</h1>
              <MonthPick month={month} onPick={(month) => set({ month, one: undefined })} />
              {may && !setting && (
                <Button size="compact-sm" onClick={() => setSetting(true)}>
                  {t('targets.set')}
                </Button>
              )}
            </div>
            {setting && <TargetForm month={month} onDone={() => setSetting(false)} />}
            <Filters search={search} onChange={set} />
            {query.isPending && <Waiting />}
            {query.isError && !query.data && (
              <Alert color="red" role="alert" title={t('targets.failed')}>
                {problemText(query.error, t)}
              </Alert>
            )}
            {query.data && (
              <Tables report={query.data} search={search} onOpen={(one) => set({ one: one ?? undefined })} />
            )}
          </div>
        </main>
      </div>
    </ZoneContext.Provider>
  );
}

function MonthPick({ month, onPick }: { month: string; onPick: (month: string) => void }) {
  const { t, i18n } = useTranslation();
  return (
    <span className="fb-targets-month">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('targets.month_before')}
        onClick={() => onPick(monthAfter(month, -1))}
      >
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <strong aria-live="polite">{monthWords(month, i18n.language)}</strong>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('targets.month_after')}
        onClick={() => onPick(monthAfter(month, 1))}
      >
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
    </span>
  );
}

function Filters({
  search,
  onChange,
}: {
  search: TargetsSearch;
  onChange: (change: Partial<TargetsSearch>) => void;
}) {
  const { t } = useTranslation();
  const areas = useQuery(units).data?.items ?? [];
  return (
    <div className="fb-order-selects">
      <Select
        size="xs"
        clearable
        aria-label={t('targets.measure')}
        placeholder={t('targets.any_measure')}
        data={MEASURES.map((each) => ({ value: each, label: t(`targets.measures.${each}`) }))}
        value={search.measure ?? null}
        onChange={(value) => onChange({ measure: MEASURES.find((each) => each === value), one: undefined })}
      />
      <Select
        size="xs"
        clearable
        searchable
        aria-label={t('targets.unit')}
        placeholder={t('targets.any_unit')}
        data={areas.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={search.unit === undefined ? null : String(search.unit)}
        onChange={(id) => onChange({ unit: id === null ? undefined : Number(id), one: undefined })}
      />
    </div>
  );
}

function Tables({
  report,
  search,
  onOpen,
}: {
  report: Report;
  search: TargetsSearch;
  onOpen: (target: number | null) => void;
}) {
  const { t, i18n } = useTranslation();
  const asked = progressAsked(search);
  const one = report.rows.find((row) => row.target_id !== null && row.target_id === search.one);
  return (
    <>
      <p className="fb-dim">
        {t('targets.days', report.days)}{' '}
        {report.rows.length > 0 &&
          (['xlsx', 'csv'] as const).map((format) => (
            <a
              key={format}
              className="fb-link fb-targets-file"
              href={`/api/v1/targets/progress?${asked}&format=${format}&language=${i18n.language}`}
              download
              aria-label={t('export.as', { name: t('targets.title'), format: format.toUpperCase() })}
            >
              {format.toUpperCase()}
            </a>
          ))}
      </p>
      {report.truncated && <p className="fb-plans-bad">{t('targets.truncated')}</p>}
      {report.rows.length === 0 && <p className="fb-dim">{t('targets.none')}</p>}
      {one && <TargetRows stand={one} onClose={() => onOpen(null)} />}
      {byMeasure(report.rows).map(([measure, rows]) => (
        <TargetTable
          key={measure}
          measure={measure}
          rows={rows}
          picked={search.one}
          onOpen={(target) => onOpen(target)}
        />
      ))}
    </>
  );
}
