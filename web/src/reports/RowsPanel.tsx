// The rows behind a number, beside the page: each leads on to its visit, its order or its day on the map; an outlet to
// the calls at it.
import { Alert, Drawer, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { MoreButton } from '../app/MoreButton';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { behindOf, type Drill, drillWord, readDrill } from './drill';
import { type Behind, type BehindRow, behindQuery, type Definition } from './kpis';
import { useFigure } from './useFigure';
import { useSpanWords } from './useSpanWords';
import { WhatIs } from './WhatIs';

export function RowsPanel({
  word,
  page,
  definitions,
  onWord,
}: {
  word: string | undefined;
  page: Omit<Behind, 'kpi'>;
  definitions: readonly Definition[];
  onWord: (word: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const drill = readDrill(word);
  const definition = definitions.find((each) => each.code === drill?.kpi);
  const isOpen = drill !== undefined && definition !== undefined;
  return (
    <Drawer
      opened={isOpen}
      onClose={() => onWord(undefined)}
      position="right"
      size={460}
      title={t('reports.behind')}
      closeButtonProps={{ 'aria-label': t('reports.close') }}
      classNames={{ content: 'fb-rep-rows' }}
    >
      {isOpen && <Rows drill={drill} definition={definition} page={page} onWord={onWord} />}
    </Drawer>
  );
}

function Rows({
  drill,
  definition,
  page,
  onWord,
}: {
  drill: Drill;
  definition: Definition;
  page: Omit<Behind, 'kpi'>;
  onWord: (word: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const figure = useFigure();
  const words = useSpanWords();
  const behind = behindOf(page, drill);
  const list = useInfiniteQuery(behindQuery(behind));
  const rows = list.data?.pages.flatMap((each) => each.items) ?? [];
  const [first] = rows;
  const whose = [
    words(behind),
    behind.rep !== undefined && first?.rep?.name,
    behind.outlet !== undefined && first?.outlet?.name,
  ].filter(Boolean);
  return (
    <>
      <h2 className="fb-rep-rows-title">
        {figure.name(definition)} <WhatIs definition={definition} />
      </h2>
      <p className="fb-dim">{whose.join(' · ')}</p>
      <p className="fb-dim fb-rep-formula">{figure.formula(definition)}</p>
      {definition.has_denominator && (
        <SegmentedControl
          size="xs"
          aria-label={t('reports.part_head')}
          data={[
            { value: 'numerator', label: t('reports.part.counted') },
            { value: 'denominator', label: t('reports.part.divided_by') },
          ]}
          value={drill.of ? 'denominator' : 'numerator'}
          onChange={(value) => onWord(drillWord({ ...drill, of: value === 'denominator' ? 1 : undefined }))}
        />
      )}
      {list.isPending && <Waiting />}
      {list.isError && rows.length === 0 && (
        <Alert color="red" role="alert" title={t('reports.failed')}>
          {problemText(list.error, t)}
        </Alert>
      )}
      {list.isSuccess && rows.length === 0 && <p className="fb-dim">{t('reports.no_rows')}</p>}
      {rows.length > 0 && (
        <p className="fb-dim" role="status">
          {list.hasNextPage
            ? t('reports.rows_more', { count: rows.length })
            : t('reports.rows', { count: rows.length })}
        </p>
      )}
      <ul className="fb-plans-rows">
        {rows.map((row, at) => (
          <Line
            key={row.visit_id ?? row.order_id ?? `${row.kind}${row.date}${row.outlet?.id}${at}`}
            row={row}
            definition={definition}
            onOutlet={(outlet) => onWord(drillWord({ ...drill, kpi: 'tc', of: undefined, outlet }))}
          />
        ))}
      </ul>
      <MoreButton list={list} />
    </>
  );
}

/** Amounts are worth reading where they are added up; a count has ones. */
const isSummed = (definition: Definition) => definition.unit !== 'share' && definition.unit !== 'count';

function Line({
  row,
  definition,
  onOutlet,
}: {
  row: BehindRow;
  definition: Definition;
  onOutlet: (outlet: number) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = useFigure();
  const what = row.outlet?.name ?? row.rep?.name ?? t(`reports.kind.${row.kind}`);
  const about = [
    t(`reports.kind.${row.kind}`),
    row.outlet && row.rep?.name,
    row.date && format.day(row.date),
  ];
  const { outlet } = row;
  return (
    <li data-row={row.kind}>
      <span>
        {row.visit_id !== null ? (
          <Link to="/map" search={{ visit: row.visit_id }} className="fb-link">
            {what}
          </Link>
        ) : row.order_id !== null ? (
          <Link to="/orders" search={{ id: row.order_id, show: 'all' }} className="fb-link">
            {what}
          </Link>
        ) : row.rep && row.date ? (
          <Link to="/map" search={{ rep: row.rep.id, date: row.date }} className="fb-link">
            {what}
          </Link>
        ) : outlet ? (
          <button type="button" className="fb-rep-number" onClick={() => onOutlet(outlet.id)}>
            {what}
          </button>
        ) : (
          <strong>{what}</strong>
        )}{' '}
        <span className="fb-dim">{about.filter(Boolean).join(' · ')}</span>
      </span>
      {isSummed(definition) && <span className="fb-stock-end">{figure.value(definition, row.amount)}</span>}
    </li>
  );
}
