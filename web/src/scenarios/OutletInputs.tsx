// The outlets of a scenario: which stay with their rep, how often and how long they are called at. Changes are gathered
// and sent together, since each takes the solutions with it.
import { Alert, Button, Checkbox, Select } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MoreButton } from '../app/MoreButton';
import { problemText } from '../app/problem';
import { useCurrency } from '../catalogue/AmountInput';
import { type Faults, useFaults } from '../catalogue/Form';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { RepPick, SearchBox } from './Picks';
import type { DeskProps } from './ScenarioPage';
import { WholeInput } from './SettingsFields';
import { changeOutlets, type OutletChange, outletInputsQuery, readAgain, repInputsQuery } from './scenarios';
import type { OutletInput } from './types';

export function OutletInputs({ scenario, search, set, open }: DeskProps & { open: boolean }) {
  const { t } = useTranslation();
  const [locked, setLocked] = useState<boolean>();
  const [draft, setDraft] = useState<ReadonlyMap<number, OutletChange>>(new Map());
  const reps = useQuery(repInputsQuery(scenario.id)).data ?? [];
  const list = useInfiniteQuery(outletInputsQuery(scenario.id, { q: search.q, rep: search.rep, locked }));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const changes = [...draft.values()];
  const save = useMutation({
    mutationFn: () => changeOutlets(scenario.id, changes),
    onSuccess: () => setDraft(new Map()),
    onSettled: readAgain,
  });
  const faults = useFaults(save.error);
  const put = (row: OutletInput, more: Partial<OutletChange>) => {
    const next = new Map(draft);
    next.set(row.outlet_id, { ...draft.get(row.outlet_id), ...more, outlet_id: row.outlet_id });
    setDraft(next);
    save.reset();
  };
  const lockAll = (to: boolean) => {
    const next = new Map(draft);
    for (const row of rows)
      next.set(row.outlet_id, { ...next.get(row.outlet_id), outlet_id: row.outlet_id, locked: to });
    setDraft(next);
  };
  return (
    <>
      <div className="fb-order-selects fb-scn-block">
        <RepPick
          reps={reps}
          value={search.rep}
          all={t('scenarios.all_reps')}
          onPick={(rep) => set({ rep })}
        />
        <SearchBox value={search.q} onSearch={(q) => set({ q })} />
        <Select
          size="xs"
          label={t('scenarios.lock')}
          clearable
          placeholder={t('scenarios.any_lock')}
          data={[
            { value: 'true', label: t('scenarios.locked') },
            { value: 'false', label: t('scenarios.free') },
          ]}
          value={locked === undefined ? null : String(locked)}
          onChange={(value) => setLocked(value === null ? undefined : value === 'true')}
        />
      </div>
      {open && rows.length > 0 && (
        <p className="fb-actions">
          <Button size="compact-xs" variant="default" onClick={() => lockAll(true)}>
            {t('scenarios.lock_shown', { count: rows.length })}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => lockAll(false)}>
            {t('scenarios.free_shown', { count: rows.length })}
          </Button>
        </p>
      )}
      {list.isPending && <Waiting />}
      {list.isError && rows.length === 0 && (
        <Alert color="red" role="alert">
          {problemText(list.error, t)}
        </Alert>
      )}
      {list.isSuccess && rows.length === 0 && <p className="fb-dim">{t('scenarios.no_such_outlets')}</p>}
      {rows.length > 0 && (
        <Table rows={rows} draft={draft} order={changes} faults={faults} open={open} onChange={put} />
      )}
      <MoreButton list={list} />
      {(changes.length > 0 || save.isError) && (
        <div className="fb-scn-save" role="status">
          {save.isError && <p className="fb-plans-bad">{refusal()}</p>}
          <span>{t('scenarios.outlets_changed', { count: changes.length })}</span>
          <Button size="compact-sm" loading={save.isPending} onClick={() => save.mutate()}>
            {scenario.solutions > 0
              ? t('scenarios.save_and_drop', { count: scenario.solutions })
              : t('catalogue.save')}
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setDraft(new Map())}>
            {t('catalogue.cancel')}
          </Button>
        </div>
      )}
    </>
  );

  function refusal(): string {
    const count = changes.filter((_, at) => faults.under(`/items/${at}`) !== null).length;
    return count > 0 ? t('scenarios.outlets_refused', { count }) : problemText(save.error, t);
  }
}

function Table({
  rows,
  draft,
  order,
  faults,
  open,
  onChange,
}: {
  rows: readonly OutletInput[];
  draft: ReadonlyMap<number, OutletChange>;
  /** As they were sent: faults are told by the place. */
  order: readonly OutletChange[];
  faults: Faults;
  open: boolean;
  onChange: (row: OutletInput, more: Partial<OutletChange>) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('scenarios.outlets')}>
      <table className="fb-lines fb-scn-table fb-scn-outlets">
        <thead>
          <tr>
            <th>{t('scenarios.outlet')}</th>
            <th>{t('scenarios.today')}</th>
            <th>{t('scenarios.locked')}</th>
            <th>{t('scenarios.form.visits')}</th>
            <th>{t('scenarios.form.service')}</th>
            <th>{t('scenarios.window')}</th>
            <th className="fb-num">{t('scenarios.value')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const changed = draft.get(row.outlet_id);
            const at = order.findIndex((each) => each.outlet_id === row.outlet_id);
            const now = { ...row, ...changed };
            const number = (name: 'visits' | 'service_minutes', label: string) =>
              open ? (
                <WholeInput
                  hideLabel
                  label={`${label}, ${row.outlet_name}`}
                  value={now[name]}
                  error={at < 0 ? null : faults.at(`/items/${at}/${name}`)}
                  onChange={(value) => onChange(row, { [name]: value ?? 0 })}
                />
              ) : (
                format.count(now[name])
              );
            return (
              <tr
                key={row.outlet_id}
                data-outlet={row.outlet_code}
                data-selected={changed !== undefined || undefined}
              >
                <th scope="row">
                  {row.outlet_name}{' '}
                  <span className="fb-dim">
                    {row.outlet_code} · {row.class}
                    {row.lat === null && ` · ${t('scenarios.unserved.no_pin')}`}
                  </span>
                </th>
                <td>{row.rep_code ?? t('scenarios.nobody')}</td>
                <td>
                  <Checkbox
                    aria-label={t('scenarios.lock_named', { name: row.outlet_name })}
                    disabled={!open || row.rep_id === null}
                    checked={now.locked}
                    onChange={(event) => onChange(row, { locked: event.currentTarget.checked })}
                  />
                </td>
                <td>{number('visits', t('scenarios.form.visits'))}</td>
                <td>{number('service_minutes', t('scenarios.form.service'))}</td>
                <td>{row.window?.join('–') ?? '–'}</td>
                <td className="fb-num">{format.money(row.value_minor, currency)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
