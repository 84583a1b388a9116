// How far products reach, by product or by area; every number opens the outlets it counts.
import { Alert, Button, Chip, Select, Table, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { units } from '../alerts/alerts';
import { MoreButton } from '../app/MoreButton';
import { problemText } from '../app/problem';
import { allOf } from '../catalogue/catalogue';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import {
  type AuditsSearch,
  BEHIND,
  BYS,
  type By,
  type CoverageRow,
  coverage,
  coverageAsked,
  coverageOutlets,
  NUMBERS,
  type Part,
} from './audits';
import { SpanFilter } from './ResponseDesk';

type Change = (more: Partial<AuditsSearch>) => void;

export function CoverageDesk({ search, onChange }: { search: AuditsSearch; onChange: Change }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const by = search.by ?? 'product';
  const query = useQuery(coverage(search));
  const report = query.data;
  const open = (row: CoverageRow, name: (typeof NUMBERS)[number]) =>
    onChange(
      by === 'product'
        ? { product: row.id, area: undefined, which: BEHIND[name] }
        : { area: row.id, which: BEHIND[name] },
    );
  return (
    <div className="fb-plans-one fb-coverage">
      <Filters by={by} search={search} onChange={onChange} />
      {query.isPending && <Waiting />}
      {query.isError && !report && (
        <Alert color="red" role="alert">
          {problemText(query.error, t)}
        </Alert>
      )}
      {report && (
        <>
          <p className="fb-dim" data-testid="universe">
            {t('audits.universe', {
              count: report.universe.outlets,
              from: format.day(report.universe.from),
              to: format.day(report.universe.to),
            })}{' '}
            <a
              className="fb-link"
              href={`/api/v1/coverage?${coverageAsked(search)}&format=csv&language=${i18n.language}`}
              download
            >
              {t('audits.csv')}
            </a>
          </p>
          {report.truncated && <p className="fb-dim">{t('audits.truncated')}</p>}
          <div className="fb-stock-scroll">
            <Table className="fb-stock-table fb-coverage-table" aria-label={t('audits.tab.coverage')}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t(by === 'product' ? 'catalogue.product' : 'audits.team')}</Table.Th>
                  {NUMBERS.map((name) => (
                    <Table.Th key={name} title={t(`audits.number_about.${name}`)}>
                      {t(`audits.number.${name}`)}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {report.rows.map((row) => (
                  <Table.Tr
                    key={row.id}
                    data-coverage={row.code}
                    data-selected={row.id === (by === 'product' ? search.product : search.area) || undefined}
                  >
                    <Table.Th scope="row">
                      {row.name} <span className="fb-dim">{row.code}</span>
                    </Table.Th>
                    {NUMBERS.map((name) => (
                      <Table.Td key={name} className="fb-num">
                        <Figure
                          part={row[name]}
                          what={`${row.name}, ${t(`audits.number.${name}`)}`}
                          onOpen={() => open(row, name)}
                        />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        </>
      )}
      {search.which && <Behind search={search} onChange={onChange} />}
    </div>
  );
}

function Figure({ part, what, onOpen }: { part: Part; what: string; onOpen: () => void }) {
  const format = useFormat();
  if (part.bp === null) return <span className="fb-dim">–</span>;
  return (
    <button type="button" className="fb-stock-open" onClick={onOpen}>
      <i className="fb-hidden">{what}: </i>
      {format.percent(part.bp / 10_000)}
      <span className="fb-dim fb-coverage-part">
        {format.count(part.numerator)} / {format.count(part.denominator)}
      </span>
    </button>
  );
}

function Filters({ by, search, onChange }: { by: By; search: AuditsSearch; onChange: Change }) {
  const { t } = useTranslation();
  const products = useQuery(allOf('products')).data ?? [];
  const areas = useQuery(units).data?.items ?? [];
  return (
    <div className="fb-audits-filters fb-audits-bar">
      <Chip.Group
        value={by}
        onChange={(value) => onChange({ by: value as By, which: undefined, area: undefined })}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these filter a list */}
        <div className="fb-review-chips" role="group" aria-label={t('audits.by')}>
          {BYS.map((each) => (
            <Chip key={each} value={each} size="xs">
              {t(`audits.bys.${each}`)}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      {by === 'area' && (
        <Select
          label={t('catalogue.product')}
          placeholder={t('catalogue.any')}
          clearable
          searchable
          limit={50}
          data={products.map(({ id, name, code }) => ({ value: String(id), label: `${name} (${code})` }))}
          value={search.product === undefined ? null : String(search.product)}
          onChange={(id) => onChange({ product: id === null ? undefined : Number(id), which: undefined })}
        />
      )}
      <Select
        label={t('audits.area')}
        placeholder={t('catalogue.any')}
        clearable
        searchable
        data={areas.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={search.unit === undefined ? null : String(search.unit)}
        onChange={(id) => onChange({ unit: id === null ? undefined : Number(id), which: undefined })}
      />
      <TextInput
        label={t('catalogue.outlet_class')}
        placeholder={t('catalogue.any')}
        value={search.class ?? ''}
        onChange={(event) => onChange({ class: event.currentTarget.value || undefined, which: undefined })}
      />
      <SpanFilter search={search} onChange={onChange} />
    </div>
  );
}

function Behind({ search, onChange }: { search: AuditsSearch; onChange: Change }) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useInfiniteQuery(coverageOutlets(search));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const head = useRef<HTMLHeadingElement>(null);
  const number = `${search.product}/${search.area}/${search.which}`;
  // The reader asked for it: it is where to read on.
  useEffect(() => {
    if (number) head.current?.focus();
  }, [number]);
  return (
    <section className="fb-section" aria-label={t('audits.behind')}>
      <div className="fb-cat-title">
        <h2 ref={head} tabIndex={-1}>
          {t(`audits.behinds.${search.which ?? 'universe'}`)}
        </h2>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          onClick={() => onChange({ which: undefined, area: undefined })}
        >
          {t('audits.close')}
        </Button>
      </div>
      {list.isPending && <Waiting />}
      {list.isError && rows.length === 0 && (
        <Alert color="red" role="alert">
          {problemText(list.error, t)}
        </Alert>
      )}
      {list.isSuccess && rows.length === 0 && <p className="fb-dim">{t('audits.no_outlets')}</p>}
      <ul className="fb-plans-rows">
        {rows.map((row) => (
          <li key={row.outlet_id} data-behind={row.outlet_code}>
            <span>
              {row.customer_id === null ? (
                <strong>{row.outlet_name}</strong>
              ) : (
                <Link to="/customers/$id" params={{ id: row.customer_id }} className="fb-link">
                  {row.outlet_name}
                </Link>
              )}{' '}
              <span className="fb-dim">
                {[row.outlet_code, row.class, row.org_unit_name, row.must_sell && t('audits.must')]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            <span className="fb-stock-end">
              {row.bought_on
                ? t('audits.bought', { date: format.day(row.bought_on) })
                : t('audits.not_bought')}
              <br />
              <span className={row.in_stock === false ? 'fb-stock-bad' : 'fb-dim'}>
                {row.in_stock === null || row.observed_at === null
                  ? t('audits.not_looked')
                  : t(row.in_stock ? 'audits.seen' : 'audits.gone', { when: format.lately(row.observed_at) })}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <MoreButton list={list} />
    </section>
  );
}
