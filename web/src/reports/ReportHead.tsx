// Which report: the period with the one before and after it, whose figures, as then or as now, and the report on paper
// and as a file.
import { ActionIcon, Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { board } from '../api/queries';
import { FileButtons } from '../app/ExportButtons';
import { useFormat } from '../format/useFormat';
import { fileHref, routesQuery, treeQuery } from './kpis';
import { monthOf, PERIODS, type Period, stepped, wholeSpan } from './period';
import type { PageOf } from './usePage';
import { useSpanWords } from './useSpanWords';

export function ReportHead({ page }: { page: PageOf }) {
  const { t, i18n } = useTranslation();
  const words = useSpanWords();
  const by = page.search.by ?? 'team';
  return (
    <header className="fb-rep-head">
      <div className="fb-rep-title">
        <h1>{t('reports.title')}</h1>
        <PeriodPick page={page} />
        <span className="fb-rep-end">
          <span className="fb-export">
            <FileButtons
              href={(format) =>
                fileHref({ ...page.asked, by: [by, page.search.grain ?? 'day'] }, format, i18n.language)
              }
              label={(format) => t('export.as', { name: t('reports.title'), format })}
            />
          </span>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPrinter size={14} aria-hidden />}
            onClick={() => window.print()}
          >
            {t('reports.print')}
          </Button>
        </span>
      </div>
      <Whose page={page} />
      <p className="fb-rep-about fb-dim" aria-live="polite">
        {words(page.span)} · {t('reports.against', { span: words(page.before) })}
        {page.span.to === page.today && ` · ${t('reports.so_far')}`}
      </p>
    </header>
  );
}

function PeriodPick({ page }: { page: PageOf }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useSpanWords();
  const { search, today, set } = page;
  const period = search.period ?? 'month';
  const whole = wholeSpan(search, today);
  const pick = (next: Period) =>
    set(
      next === 'custom'
        ? { period: next, from: page.span.from, to: page.span.to, at: undefined }
        : { period: next === 'month' ? undefined : next, from: undefined, to: undefined, at: search.at },
    );
  const step = (periods: number) => {
    const at = stepped(search, today, periods);
    const next = wholeSpan({ ...search, at }, today);
    // The one that runs has no day in its address: tomorrow it is another.
    set({ at: next.from <= today && today <= next.to ? undefined : at });
  };
  return (
    <div className="fb-rep-period">
      <SegmentedControl
        size="xs"
        aria-label={t('reports.period_head')}
        data={PERIODS.map((each) => ({ value: each, label: t(`reports.period.${each}`) }))}
        value={period}
        onChange={(value) => pick(PERIODS.find((each) => each === value) ?? 'month')}
      />
      {period === 'custom' ? (
        <span className="fb-rep-dates">
          <TextInput
            type="date"
            size="xs"
            aria-label={t('reports.from')}
            value={whole.from}
            max={today}
            onChange={(event) => event.currentTarget.value && set({ from: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            size="xs"
            aria-label={t('reports.to')}
            value={whole.to}
            max={today}
            onChange={(event) => event.currentTarget.value && set({ to: event.currentTarget.value })}
          />
        </span>
      ) : (
        <span className="fb-rep-step">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('reports.earlier')}
            onClick={() => step(-1)}
          >
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
          <strong aria-live="polite">
            {period === 'month' ? format.month(monthOf(whole.from)) : words(whole)}
          </strong>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('reports.later')}
            disabled={whole.to >= today}
            onClick={() => step(1)}
          >
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
        </span>
      )}
    </div>
  );
}

function Whose({ page }: { page: PageOf }) {
  const { t } = useTranslation();
  const { search, set } = page;
  const units = useQuery(treeQuery).data ?? [];
  const routes = useQuery(routesQuery).data ?? [];
  const reps = useQuery(board).data ?? [];
  return (
    <div className="fb-order-selects">
      <Select
        size="xs"
        clearable
        searchable
        aria-label={t('reports.unit')}
        placeholder={t('reports.any_unit')}
        nothingFoundMessage={t('reports.nothing_found')}
        data={units.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={search.unit === undefined ? null : String(search.unit)}
        onChange={(id) => set({ unit: id === null ? undefined : Number(id), rows: undefined })}
      />
      <Select
        size="xs"
        clearable
        searchable
        limit={50}
        aria-label={t('reports.rep')}
        placeholder={t('reports.any_rep')}
        nothingFoundMessage={t('reports.nothing_found')}
        data={reps.map(({ id, name, code }) => ({ value: String(id), label: `${name} (${code})` }))}
        value={search.rep === undefined ? null : String(search.rep)}
        onChange={(id) => set({ rep: id === null ? undefined : Number(id), rows: undefined })}
      />
      <Select
        size="xs"
        clearable
        searchable
        aria-label={t('reports.route')}
        placeholder={t('reports.any_route')}
        nothingFoundMessage={t('reports.nothing_found')}
        data={routes.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={search.route === undefined ? null : String(search.route)}
        onChange={(id) => set({ route: id === null ? undefined : Number(id), rows: undefined })}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('reports.organised')}
        data={[
          { value: 'then', label: t('reports.as_then') },
          { value: 'now', label: t('reports.as_now') },
        ]}
        value={search.now ? 'now' : 'then'}
        onChange={(value) => set({ now: value === 'now' ? 1 : undefined })}
      />
    </div>
  );
}
