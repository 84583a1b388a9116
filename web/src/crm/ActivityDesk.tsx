// What reps planned with customers and how much of it was done in a period; below it the activities themselves.
import { Alert, Button, Chip, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { Waiting } from '../drawer/RepDayPanel';
import { ActivityForm } from './ActivityForm';
import { ActivityList } from './ActivityList';
import { activitiesPath, activitiesQuery, completionQuery, STANDINGS } from './activities';
import { Birthdays } from './Birthdays';
import { CompletionTable } from './CompletionTable';
import type { RelationsSearch } from './search';
import { useLedTo } from './useLedTo';

export function ActivityDesk({
  search,
  rights,
  onSearch,
}: {
  search: RelationsSearch;
  rights: Rights;
  onSearch: (change: Partial<RelationsSearch>) => void;
}) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  return (
    <div className="fb-crm-desk">
      <div className="fb-plans-head">
        <h2>{t('crm.completion')}</h2>
        {has(rights, 'keep_relations') && !making && (
          <Button size="compact-sm" onClick={() => setMaking(true)}>
            {t('crm.new_activity')}
          </Button>
        )}
      </div>
      {making && <ActivityForm onDone={() => setMaking(false)} />}
      <Completion search={search} onSearch={onSearch} />
      <Birthdays />
      <Activities search={search} rights={rights} onSearch={onSearch} />
    </div>
  );
}

interface Cut {
  search: RelationsSearch;
  onSearch: (change: Partial<RelationsSearch>) => void;
}

function Completion({ search, onSearch }: Cut) {
  const { t } = useTranslation();
  const query = useQuery(completionQuery(search.from, search.to));
  return (
    <>
      <div className="fb-order-selects">
        <TextInput
          size="xs"
          type="date"
          aria-label={t('orders.since')}
          value={search.from ?? query.data?.from ?? ''}
          onChange={(event) => onSearch({ from: event.currentTarget.value || undefined })}
        />
        <TextInput
          size="xs"
          type="date"
          aria-label={t('orders.until')}
          value={search.to ?? query.data?.to ?? ''}
          onChange={(event) => onSearch({ to: event.currentTarget.value || undefined })}
        />
      </div>
      {query.isPending && <Waiting />}
      {query.isError && (
        <Alert color="red" role="alert" title={t('crm.failed')}>
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.data?.truncated && <p className="fb-plans-bad">{t('crm.truncated')}</p>}
      {query.data?.items.length === 0 && <p className="fb-dim">{t('crm.nothing_due')}</p>}
      {query.data && query.data.items.length > 0 && (
        <CompletionTable
          rows={query.data.items}
          picked={search}
          onPick={(rep, standing) => onSearch({ rep, standing })}
        />
      )}
    </>
  );
}

function Activities({ search, rights, onSearch }: Cut & { rights: Rights }) {
  const { t } = useTranslation();
  const { rep, standing, from, to } = search;
  // Whoever was led to one sees it alone, until they look for others.
  const cut = { rep, standing, from, to, id: from || to || standing ? undefined : search.one };
  const list = useInfiniteQuery(activitiesQuery(cut));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const desk = useLedTo(search.one, rows.length);
  const whose = rep === undefined ? undefined : rows.find((row) => row.rep_id === rep)?.rep_name;
  return (
    <section ref={desk} aria-label={t('crm.tab.activities')}>
      <h2>{whose ? t('crm.activities_of', { rep: whose }) : t('crm.tab.activities')}</h2>
      <ExportButtons path={activitiesPath(cut)} name={t('crm.tab.activities')} />
      <Chip.Group
        value={standing ?? 'all'}
        onChange={(value) => onSearch({ standing: STANDINGS.find((each) => each === value), one: undefined })}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these filter a list */}
        <div className="fb-review-chips" role="group" aria-label={t('customer.which')}>
          <Chip value="all" size="xs">
            {t('customer.all')}
          </Chip>
          {STANDINGS.map((each) => (
            <Chip key={each} value={each} size="xs">
              {t(`crm.standing.${each}`)}
            </Chip>
          ))}
          {rep !== undefined && (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => onSearch({ rep: undefined, one: undefined })}
            >
              {t('crm.all_reps')}
            </Button>
          )}
        </div>
      </Chip.Group>
      {list.isPending && <Waiting />}
      {list.isError && (
        <Alert color="red" role="alert" title={t('crm.failed')}>
          {problemText(list.error, t)}
        </Alert>
      )}
      <ActivityList rows={rows} mayKeep={has(rights, 'keep_relations')} />
      <p role="status" className="fb-dim">
        {list.isSuccess &&
          (rows.length === 0 ? t('customer.nothing') : t('customer.shown', { count: rows.length }))}
      </p>
      {list.hasNextPage && (
        <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('orders.more')}
        </Button>
      )}
    </section>
  );
}
