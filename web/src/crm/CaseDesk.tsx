// Cases, what presses most first: by when somebody must answer and settle each, and what was done.
import { Alert, Button, Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { FormFrame } from '../catalogue/Form';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { CaseForm } from './CaseForm';
import {
  byPress,
  CASE_STATES,
  type Case,
  type CaseState,
  caseNext,
  casesPath,
  casesQuery,
  changeCase,
  type Deadline,
} from './cases';
import { useSaving } from './saving';
import type { RelationsSearch } from './search';
import { useLedTo } from './useLedTo';

export function CaseDesk({ search, rights }: { search: RelationsSearch; rights: Rights }) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const { rep, one } = search;
  const [ended, setEnded] = useState(search.ended === 1);
  const query = useQuery(casesQuery(rep, !ended));
  const desk = useLedTo(one, query.data?.items.length ?? 0);
  const may = has(rights, 'keep_relations');
  const rows = query.data ? byPress(query.data.items) : [];
  return (
    <div ref={desk} className="fb-crm-desk">
      <div className="fb-plans-head">
        <h2>{t('crm.tab.cases')}</h2>
        <Switch
          size="sm"
          label={t('crm.ended')}
          checked={ended}
          onChange={(event) => setEnded(event.currentTarget.checked)}
        />
        <ExportButtons path={casesPath(rep, !ended)} name={t('crm.tab.cases')} />
        {may && !making && (
          <Button size="compact-sm" onClick={() => setMaking(true)}>
            {t('crm.new_case')}
          </Button>
        )}
      </div>
      {making && <CaseForm onDone={() => setMaking(false)} />}
      {query.isPending && <Waiting />}
      {query.isError && (
        <Alert color="red" role="alert" title={t('crm.failed')}>
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.isSuccess && rows.length === 0 && <p className="fb-dim">{t('crm.no_case')}</p>}
      <ul className="fb-plans-rows fb-crm-rows" aria-label={t('crm.tab.cases')}>
        {rows.map((one) => (
          <Row key={one.id} one={one} may={may} />
        ))}
      </ul>
      {query.data?.next_cursor && <p className="fb-plans-bad">{t('stock.more', { count: rows.length })}</p>}
    </div>
  );
}

function Row({ one, may }: { one: Case; may: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [resolving, setResolving] = useState(false);
  const { save } = useSaving(
    (body) => changeCase(one, body),
    () => undefined,
  );
  const move = (state: CaseState) => {
    if (state === 'resolved') setResolving(true);
    else save.mutate({ state });
  };
  return (
    <li data-case={one.id} data-one={one.id} tabIndex={-1} data-breached={one.breached || undefined}>
      <span>
        <strong>{one.subject}</strong>{' '}
        <span className="fb-order-state" data-state={one.state}>
          {t(`crm.case_state.${one.state}`)}
        </span>{' '}
        <span className="fb-crm-priority" data-priority={one.priority}>
          {t(`crm.priority.${one.priority}`)}
        </span>
        <br />
        <span className="fb-dim">
          {format.lately(one.opened_at)} · {one.rep_name}
        </span>{' '}
        {one.customer_id !== null && (
          <Link to="/customers/$id" params={{ id: one.customer_id }} className="fb-link">
            {one.customer_name}
          </Link>
        )}
        <Due what={t('crm.answer_by')} by={one.respond_by} how={one.response} />
        <Due what={t('crm.settle_by')} by={one.resolve_by} how={one.settlement} />
        {one.note && <em className="fb-crm-said">{one.note}</em>}
        {one.resolution && <em className="fb-crm-said">“{one.resolution}”</em>}
        <details>
          <summary>{t('crm.history')}</summary>
          <ol className="fb-crm-steps">
            {one.steps.map((step) => (
              <li key={step.at + step.state}>
                {t(`crm.case_state.${step.state}`)}{' '}
                <span className="fb-dim">
                  {[
                    format.lately(step.at),
                    step.by,
                    step.handed_to && t('departure.handed_to', { name: step.handed_to }),
                    step.note,
                    step.resolution && `“${step.resolution}”`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
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
        {resolving && <ResolveForm one={one} onDone={() => setResolving(false)} />}
      </span>
      {may && !resolving && caseNext(one.state).length > 0 && (
        <span className="fb-plans-acts">
          {one.responded_at === null && (
            <Button size="compact-sm" variant="subtle" onClick={() => save.mutate({ responded: true })}>
              {t('crm.answered')}
            </Button>
          )}
          <Select
            size="xs"
            w={150}
            aria-label={t('crm.move', { subject: one.subject })}
            placeholder={t('crm.move_to')}
            disabled={save.isPending}
            data={caseNext(one.state).map((each) => ({ value: each, label: t(`crm.case_state.${each}`) }))}
            value={null}
            onChange={(value) => {
              const state = CASE_STATES.find((each) => each === value);
              if (state) move(state);
            }}
          />
        </span>
      )}
    </li>
  );
}

function Due({ what, by, how }: { what: string; by: string; how: Deadline }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span className="fb-crm-due" data-deadline={how}>
      {what} {format.lately(by)}: {t(`crm.deadline.${how}`)}
    </span>
  );
}

function ResolveForm({ one, onDone }: { one: Case; onDone: () => void }) {
  const { t } = useTranslation();
  const [resolution, setResolution] = useState('');
  const saving = useSaving((body) => changeCase(one, body), onDone);
  return (
    <FormFrame saving={saving} onCancel={onDone} body={() => ({ state: 'resolved', resolution })}>
      <TextInput
        autoFocus
        label={t('crm.resolution')}
        required
        maxLength={200}
        value={resolution}
        error={saving.faults.at('/resolution')}
        onChange={(event) => setResolution(event.currentTarget.value)}
      />
    </FormFrame>
  );
}
