// One opportunity: what it is worth, how long it stands where it stands, and where it goes next.
import { Select, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { problemText } from '../app/problem';
import { FormFrame } from '../catalogue/Form';
import { useFormat } from '../format/useFormat';
import {
  changeOpportunity,
  daysBetween,
  movesFrom,
  type Opportunity,
  type StageTotal,
  stageName,
} from './opportunities';
import { useSaving } from './saving';

export function OpportunityCard({
  one,
  stages,
  may,
}: {
  one: Opportunity;
  stages: readonly StageTotal[];
  may: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [losing, setLosing] = useState<string | null>(null);
  const { save } = useSaving(
    (body) => changeOpportunity(one, body),
    () => undefined,
  );
  const move = (code: string) => {
    const to = stages.find((stage) => stage.code === code);
    if (to?.outcome === 'lost') setLosing(code);
    else save.mutate({ stage: code });
  };
  const nameOf = (code: string) => {
    const stage = stages.find((each) => each.code === code);
    return stage ? stageName(stage, format.language) : code;
  };
  return (
    <li data-opportunity={one.id} data-one={one.id} tabIndex={-1}>
      <strong>{one.name}</strong>
      <b className="fb-num">{format.money(one.amount_minor, one.currency)}</b>
      <span className="fb-dim">
        {[one.rep_name, one.expected_close && t('crm.closes', { date: format.longDay(one.expected_close) })]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {one.customer_id !== null && (
        <Link to="/customers/$id" params={{ id: one.customer_id }} className="fb-link">
          {one.customer_name}
        </Link>
      )}
      {one.quotation_id && (
        <Link to="/orders" search={{ show: 'quotations', id: one.quotation_id }} className="fb-link">
          {t('crm.quotation')}
        </Link>
      )}
      {one.note && <span className="fb-crm-said">{one.note}</span>}
      {one.lost_reason && <span className="fb-crm-said">“{one.lost_reason}”</span>}
      <details>
        <summary>{t('crm.stands', { count: daysBetween(one.stage_since, serverNow()) })}</summary>
        <ol className="fb-crm-steps">
          {one.steps.map((step) => (
            <li key={step.at + step.stage}>
              {nameOf(step.stage)}{' '}
              <span className="fb-dim">
                {format.lately(step.at)} ·{' '}
                {t('orders.days', {
                  count: daysBetween(step.at, step.until ? Date.parse(step.until) : serverNow()),
                })}
                {step.by && ` · ${step.by}`}
                {step.handed_to && ` · ${t('departure.handed_to', { name: step.handed_to })}`}
              </span>
            </li>
          ))}
        </ol>
      </details>
      {save.isError && (
        <span className="fb-plans-bad" role="alert">
          {problemText(save.error, t)}
        </span>
      )}
      {losing && <LostForm one={one} stage={losing} onDone={() => setLosing(null)} />}
      {may && !losing && (
        <Select
          size="xs"
          aria-label={t('crm.move', { subject: one.name })}
          placeholder={t('crm.move_to')}
          disabled={save.isPending}
          data={movesFrom(stages, one.stage).map((stage) => ({
            value: stage.code,
            label: stageName(stage, format.language),
          }))}
          value={null}
          onChange={(code) => code && move(code)}
        />
      )}
    </li>
  );
}

function LostForm({ one, stage, onDone }: { one: Opportunity; stage: string; onDone: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const saving = useSaving((body) => changeOpportunity(one, body), onDone);
  return (
    <FormFrame saving={saving} onCancel={onDone} body={() => ({ stage, lost_reason: reason })}>
      <TextInput
        autoFocus
        label={t('crm.lost_reason')}
        required
        maxLength={200}
        value={reason}
        error={saving.faults.at('/lost_reason')}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormFrame>
  );
}
