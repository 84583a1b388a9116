// Targets of a month: what should have been reached by now and what was, for reps and teams; every number opens the
// rows that it counts.
import { Alert, Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { units } from '../alerts/alerts';
import { serverNow } from '../api/client';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { has, useRights } from '../app/rights';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { MonthPick } from './MonthPick';
import { TargetForm } from './TargetForm';
import { TargetRows } from './TargetRows';
import { TargetTable } from './TargetTable';
import {
  byMeasure,
  MEASURES,
  progressAsked,
  progressQuery,
  type Report,
  type TargetsSearch,
  targetsPath,
} from './targets';

export function TargetDesk({ search }: { search: TargetsSearch }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate({ from: '/targets' });
  const [setting, setSetting] = useState(false);
  const query = useQuery(progressQuery(search));
  const rights = useRights();
  const month = search.month ?? format.dateAt(serverNow()).slice(0, 7);
  const may = has(rights, 'manage_targets');
  const set = (change: Partial<TargetsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <div className="fb-targets">
      <div className="fb-plans-head">
        <h2 className="fb-targets-title">{t('targets.title')}</h2>
        <MonthPick month={month} onPick={(month) => set({ month, one: undefined })} />
        <ExportButtons path={targetsPath(search, month)} name={t('targets.title')} />
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
