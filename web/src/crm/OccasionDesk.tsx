// Occasions: what is greeted and given, whether it is in use, how far it is this year; whom one means, and the report.
import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { useCurrency } from '../catalogue/AmountInput';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { OccasionForm } from './OccasionForm';
import { OccasionRecipients } from './OccasionRecipients';
import { OccasionReport } from './OccasionReport';
import { changeOccasion, type Occasion, occasionsQuery, spentRatio } from './occasions';
import { useSaving } from './saving';

export function OccasionDesk({ rights }: { rights: Rights }) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const query = useQuery(occasionsQuery);
  const rows = query.data?.items ?? [];
  const may = has(rights, 'manage_occasions');
  return (
    <div className="fb-crm-desk">
      <div className="fb-plans-head">
        <h2>{t('crm.tab.occasions')}</h2>
        {may && !making && (
          <Button size="compact-sm" onClick={() => setMaking(true)}>
            {t('occasion.new')}
          </Button>
        )}
      </div>
      {making && <OccasionForm onDone={() => setMaking(false)} />}
      {query.isPending && <Waiting />}
      {query.isError && (
        <Alert color="red" role="alert" title={t('crm.failed')}>
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.isSuccess && rows.length === 0 && <p className="fb-dim">{t('occasion.none')}</p>}
      <ul className="fb-plans-rows fb-crm-rows" aria-label={t('crm.tab.occasions')}>
        {rows.map((one) => (
          <Row key={one.id} one={one} may={may && one.own} />
        ))}
      </ul>
    </div>
  );
}

function Row({ one, may }: { one: Occasion; may: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'who' | 'report' | null>(null);
  const [writing, setWriting] = useState(false);
  const { save } = useSaving(
    (body) => changeOccasion(one, body),
    () => undefined,
  );
  const use = one.active ? t('occasion.stop') : t('occasion.start');
  return (
    <li data-occasion={one.act}>
      <span>
        <strong>{one.name}</strong>{' '}
        <span className="fb-order-state" data-state={one.active ? 'active' : 'draft'}>
          {one.active ? t('occasion.in_use') : t('occasion.not_in_use')}
        </span>
        <br />
        <About one={one} />
        <Figures one={one} />
        {one.text && <em className="fb-crm-said fb-crm-text">{one.text}</em>}
        {save.isError && (
          <span className="fb-plans-bad" role="alert">
            {problemText(save.error, t)}
          </span>
        )}
      </span>
      <span className="fb-plans-acts">
        {(['report', 'who'] as const).map((each) => (
          <Button
            key={each}
            size="compact-sm"
            variant="light"
            aria-expanded={open === each}
            aria-label={`${t(`occasion.${each}`)}: ${one.name}`}
            onClick={() => setOpen(open === each ? null : each)}
          >
            {t(`occasion.${each}`)}
          </Button>
        ))}
        {may && !writing && (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={`${t('occasion.change')}: ${one.name}`}
            onClick={() => setWriting(true)}
          >
            {t('occasion.change')}
          </Button>
        )}
        {may && (
          <Button
            size="compact-sm"
            variant="subtle"
            color={one.active ? 'red' : undefined}
            loading={save.isPending}
            aria-label={`${use}: ${one.name}`}
            onClick={() => save.mutate({ active: !one.active })}
          >
            {use}
          </Button>
        )}
      </span>
      {(writing || open !== null) && (
        <div className="fb-crm-panel">
          {writing && <OccasionForm was={one} onDone={() => setWriting(false)} />}
          {open === 'who' && <OccasionRecipients one={one} />}
          {open === 'report' && <OccasionReport one={one} />}
        </div>
      )}
    </li>
  );
}

function About({ one }: { one: Occasion }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const told = [
    one.act === 'gift' ? t('crm.kind.gift') : `${t('crm.kind.greeting')}: ${t(`occasion.way.${one.way}`)}`,
    one.kind === 'date'
      ? format.listed(
          one.dates.filter((date) => date >= `${one.year}`).map((date) => format.longDay(date)),
          'and',
        )
      : t(`occasion.kind.${one.kind}`),
    one.segment_name ?? t('occasion.everybody'),
    one.org_unit_name,
    t('occasion.days_before', { count: one.days_ahead }),
    one.value_max_minor !== null &&
      t('occasion.at_most', { value: format.money(one.value_max_minor, currency) }),
  ];
  return <span className="fb-dim">{told.filter(Boolean).join(' · ')}</span>;
}

function Figures({ one }: { one: Occasion }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const ratio = spentRatio(one);
  if (one.planned + one.held + one.not_held === 0 && ratio === null) return null;
  return (
    <span className="fb-crm-said">
      {t('occasion.figures', { year: one.year, planned: one.planned, held: one.held, not: one.not_held })}
      {one.act === 'gift' && ` · ${t('occasion.given', { value: format.money(one.given_minor, currency) })}`}
      {one.doubtful > 0 && (
        <strong className="fb-plans-bad"> · {t('occasion.doubtful', { count: one.doubtful })}</strong>
      )}
      {ratio !== null && one.budget_minor !== null && one.spent_minor !== null && (
        <span className="fb-crm-budget">
          <progress
            value={ratio}
            data-over={one.spent_minor > one.budget_minor || undefined}
            aria-hidden="true"
          />{' '}
          {t('occasion.spent', {
            spent: format.money(one.spent_minor, currency),
            budget: format.money(one.budget_minor, currency),
          })}
        </span>
      )}
    </span>
  );
}
