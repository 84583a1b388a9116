// The board of opportunities by stage, and the same as a list with everything that was lost and won.
import { Alert, Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { useCurrency } from '../catalogue/AmountInput';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { OpportunityCard } from './OpportunityCard';
import { OpportunityForm } from './OpportunityForm';
import { opportunitiesPath, opportunitiesQuery, stageName, type Totals, totalsQuery } from './opportunities';
import type { RelationsSearch } from './search';
import { useLedTo } from './useLedTo';

export function OpportunityDesk({ search, rights }: { search: RelationsSearch; rights: Rights }) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const { rep, one } = search;
  const [asList, setAsList] = useState(search.ended === 1);
  const totals = useQuery(totalsQuery(rep));
  const list = useQuery(opportunitiesQuery(rep, !asList));
  const failed = totals.error ?? list.error;
  const desk = useLedTo(one, (totals.data && list.data?.items.length) || 0);
  const may = has(rights, 'keep_relations');
  return (
    <div ref={desk} className="fb-crm-desk fb-crm-wide">
      <div className="fb-plans-head">
        <h2>{t('crm.tab.opportunities')}</h2>
        <Switch
          size="sm"
          label={t('crm.as_list')}
          checked={asList}
          onChange={(event) => setAsList(event.currentTarget.checked)}
        />
        <ExportButtons path={opportunitiesPath(rep, !asList)} name={t('crm.tab.opportunities')} />
        {may && !making && (
          <Button size="compact-sm" onClick={() => setMaking(true)}>
            {t('crm.new_opportunity')}
          </Button>
        )}
      </div>
      {making && <OpportunityForm onDone={() => setMaking(false)} />}
      {(totals.isPending || list.isPending) && <Waiting />}
      {failed && (
        <Alert color="red" role="alert" title={t('crm.failed')}>
          {problemText(failed, t)}
        </Alert>
      )}
      {totals.data && <Sums totals={totals.data} />}
      {totals.data && list.data && (
        <Board totals={totals.data} rows={list.data.items} asList={asList} may={may} />
      )}
      {list.data?.next_cursor && (
        <p className="fb-plans-bad">{t('stock.more', { count: list.data.items.length })}</p>
      )}
    </div>
  );
}

function Sums({ totals }: { totals: Totals }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const won = totals.stages.find((stage) => stage.outcome === 'won');
  return (
    <dl className="fb-plans-facts" data-testid="opportunity-totals">
      {[
        [t('crm.open_amount'), totals.open_minor],
        [t('crm.weighted'), totals.weighted_minor],
        [t('crm.won_amount'), won?.amount_minor ?? 0],
      ].map(([label, minor]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="fb-num">{format.money(Number(minor), currency)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Board({
  totals,
  rows,
  asList,
  may,
}: {
  totals: Totals;
  rows: Parameters<typeof OpportunityCard>[0]['one'][];
  asList: boolean;
  may: boolean;
}) {
  const format = useFormat();
  const currency = useCurrency();
  const shown = totals.stages.filter((stage) =>
    asList ? stage.count > 0 : stage.outcome === 'open' && (stage.active || stage.count > 0),
  );
  return (
    <div className={asList ? undefined : 'fb-crm-board'}>
      {shown.map((stage) => (
        <section
          key={stage.code}
          aria-label={stageName(stage, format.language)}
          data-column={stage.code}
          className={asList ? 'fb-crm-board' : undefined}
        >
          <h3>
            {stageName(stage, format.language)} <span className="fb-dim">{stage.probability} %</span>
            <br />
            <span className="fb-dim">
              {stage.count} · {format.money(stage.amount_minor, currency)}
            </span>
          </h3>
          <ul>
            {rows
              .filter((one) => one.stage === stage.code)
              .map((one) => (
                <OpportunityCard key={one.id} one={one} stages={totals.stages} may={may} />
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
