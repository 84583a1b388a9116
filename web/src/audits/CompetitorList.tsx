// What reps saw of competitors, newest first; a visit leads to the evidence.
import { Alert, Chip } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { MoreButton } from '../app/MoreButton';
import { problemText } from '../app/problem';
import { useCurrency } from '../catalogue/AmountInput';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { RepSelect } from '../plans/Told';
import { type AuditsSearch, type CompetitorObservation, competitors, competitorsPath } from './audits';
import { SpanFilter } from './ResponseDesk';

/** Price, facings and category of one, as far as they were seen. */
export function useSeen(): (seen: CompetitorObservation) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  return (seen) =>
    [
      seen.product,
      seen.category,
      seen.price_minor !== null && format.money(seen.price_minor, currency),
      seen.facings !== null && t('audits.facings', { count: seen.facings }),
    ]
      .filter(Boolean)
      .join(' · ');
}

export function CompetitorList({
  search,
  onChange,
}: {
  search: AuditsSearch;
  onChange: (more: Partial<AuditsSearch>) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = useSeen();
  const list = useInfiniteQuery(competitors(search));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="fb-plans-one">
      <div className="fb-audits-filters fb-audits-bar">
        <Chip
          size="xs"
          checked={search.failed === 1}
          onChange={(on) => onChange({ failed: on ? 1 : undefined })}
        >
          {t('audits.promotions_only')}
        </Chip>
        <RepSelect
          clearable
          label={t('audits.rep')}
          placeholder={t('catalogue.any')}
          value={search.rep ?? null}
          onChange={(rep) => onChange({ rep: rep ?? undefined })}
        />
        <SpanFilter search={search} onChange={onChange} />
        <ExportButtons path={competitorsPath(search)} name={t('audits.tab.competitors')} />
      </div>
      {list.isPending && <Waiting />}
      {list.isError && rows.length === 0 && (
        <Alert color="red" role="alert">
          {problemText(list.error, t)}
        </Alert>
      )}
      {list.isSuccess && rows.length === 0 && <p className="fb-dim">{t('audits.no_competitors')}</p>}
      <ul className="fb-plans-rows" aria-label={t('audits.tab.competitors')}>
        {rows.map((row) => (
          <li key={row.id} data-brand={row.brand}>
            <span>
              <strong>{row.brand}</strong> <span className="fb-dim">{said(row)}</span>
              {row.promotion && (
                <>
                  <br />
                  <b className="fb-audits-promotion">{t('audits.promotion', { what: row.promotion })}</b>
                </>
              )}
              {row.note && (
                <>
                  <br />“{row.note}”
                </>
              )}
              <br />
              {row.outlet_name} <span className="fb-dim">{row.outlet_code}</span>
            </span>
            <span className="fb-stock-end">
              {format.lately(row.observed_at)}
              <br />
              {row.visit_id ? (
                <Link
                  to="/map"
                  search={{ rep: row.rep_id, visit: row.visit_id, date: row.date }}
                  className="fb-link"
                >
                  {row.rep_name}
                </Link>
              ) : (
                row.rep_name
              )}
            </span>
          </li>
        ))}
      </ul>
      <MoreButton list={list} />
    </div>
  );
}
