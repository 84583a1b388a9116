// One programme: what must be seen, which outlets take part and how far each is, and the steps that follow.
import { Alert, Button, Checkbox, Chip, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { ExportButtons } from '../app/ExportButtons';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { ClaimForm } from './ClaimForm';
import { DisplayRow } from './DisplayRow';
import {
  type Acted,
  act,
  type Deed,
  DISPLAY_STATES,
  type Display,
  type DisplayState,
  displaysPath,
  displaysQuery,
  failsDisplays,
  mayFail,
  nextDeed,
  type Programme,
  STEP_NEEDS,
} from './displays';
import { EnrolForm } from './EnrolForm';

interface Props {
  programme: Programme;
  rights: Rights;
  user: number | undefined;
  /** Absent where the reader may not. */
  onChange: (() => void) | undefined;
}

/** Why a display is not credited; a reference says how it was paid outside. */
const PAY_FAULTS = ['no_account', 'claimed_already'] as const;

const DEEDS = ['approve_first', 'approve_second', 'pay'] as const satisfies readonly Deed[];

export function ProgrammeDetail({ programme, rights, user, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [state, setState] = useState<DisplayState>();
  const list = useInfiniteQuery(displaysQuery(programme.id, state));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState('');
  const [reference, setReference] = useState('');
  const [form, setForm] = useState<'enrol' | 'claim' | null>(null);
  const chosen = rows.filter((row) => selected.has(row.id));
  const run = useMutation({
    mutationFn: ({ of, deed }: { of: Display[]; deed: Deed }) =>
      act(
        of.map((row) => row.id),
        deed,
        deed === 'pay'
          ? reference.trim() || undefined
          : reason.trim() || (deed === 'fail' ? t('displays.default_fail') : undefined),
      ),
    onSuccess: (_, { deed }) => {
      setSelected(new Set());
      // It was of this transfer or receipt: the next ones are not paid by it.
      if (deed === 'pay') setReference('');
    },
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['displays'] }),
        queryClient.invalidateQueries({ queryKey: ['money'] }),
      ]),
  });
  const able = (deed: Deed) =>
    chosen.filter((row) => (deed === 'fail' ? mayFail(row, rights) : nextDeed(row, rights, user) === deed));
  const offered = DEEDS.filter((deed) => has(rights, STEP_NEEDS[deed]));
  const claimed = chosen.filter((row) => row.state === 'approved' || row.state === 'paid');
  const toggle = (id: string) =>
    setSelected((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <>
      <div className="fb-plans-head">
        <h2>{programme.name}</h2>
        {onChange && (
          <Button size="xs" variant="light" onClick={onChange}>
            {t('displays.change')}
          </Button>
        )}
      </div>
      <p>{programme.requirement}</p>
      <p className="fb-dim">
        {t('displays.reward_each', { amount: format.money(programme.reward_minor, programme.currency) })}
        {programme.classes.length > 0 && ` · ${t('displays.classes')}: ${programme.classes.join(', ')}`}
        {programme.channels.length > 0 && ` · ${t('displays.channels')}: ${programme.channels.join(', ')}`}
      </p>
      <ExportButtons path={displaysPath(programme.id, state)} name={programme.name} />
      <Chip.Group
        value={state ?? 'all'}
        onChange={(value) => {
          setSelected(new Set());
          setState(DISPLAY_STATES.find((each) => each === value));
        }}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these filter a list */}
        <div className="fb-review-chips" role="group" aria-label={t('displays.which')}>
          <Chip value="all" size="xs">
            {t('displays.all')}
          </Chip>
          {DISPLAY_STATES.map((each) => (
            <Chip key={each} value={each} size="xs">
              {t(`displays.state.${each}`)}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      <div className="fb-display-bar">
        <Checkbox
          label={t('queue.selected', { count: chosen.length })}
          checked={chosen.length > 0 && chosen.length === rows.length}
          indeterminate={chosen.length > 0 && chosen.length < rows.length}
          onChange={(event) =>
            setSelected(event.currentTarget.checked ? new Set(rows.map((row) => row.id)) : new Set())
          }
        />
        <TextInput
          size="xs"
          aria-label={t('displays.reason')}
          placeholder={t('displays.reason')}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {offered.includes('pay') && (
          <TextInput
            size="xs"
            aria-label={t('displays.reference')}
            placeholder={t('displays.reference')}
            maxLength={200}
            value={reference}
            onChange={(event) => setReference(event.currentTarget.value)}
          />
        )}
        {offered.map((deed) => (
          <Button
            key={deed}
            size="xs"
            color="teal.9"
            disabled={able(deed).length === 0}
            loading={run.isPending}
            onClick={() => run.mutate({ of: able(deed), deed })}
          >
            {t(`displays.deed.${deed}`, { count: able(deed).length })}
          </Button>
        ))}
        {failsDisplays(rights) && (
          <Button
            size="xs"
            color="red.9"
            disabled={able('fail').length === 0}
            loading={run.isPending}
            onClick={() => run.mutate({ of: able('fail'), deed: 'fail' })}
          >
            {t('displays.deed.fail', { count: able('fail').length })}
          </Button>
        )}
        {has(rights, 'enrol_displays') && programme.active && (
          <Button size="xs" variant="light" onClick={() => setForm(form === 'enrol' ? null : 'enrol')}>
            {t('displays.enrol')}
          </Button>
        )}
        {has(rights, 'make_claims') && (
          <Button
            size="xs"
            variant="light"
            disabled={claimed.length === 0}
            onClick={() => setForm(form === 'claim' ? null : 'claim')}
          >
            {t('displays.claim', { count: claimed.length })}
          </Button>
        )}
        <span role="status" className="fb-review-said">
          {run.isError ? problemText(run.error, t) : run.data ? told(run.data) : ''}
        </span>
      </div>
      {form === 'enrol' && <EnrolForm programme={programme.id} onDone={() => setForm(null)} />}
      {form === 'claim' && claimed.length > 0 && (
        <ClaimForm displays={claimed} title={programme.name} onDone={() => setForm(null)} />
      )}
      {list.isPending && <Waiting />}
      {list.isError && (
        <Alert color="red" role="alert">
          {problemText(list.error, t)}
        </Alert>
      )}
      {list.isSuccess && rows.length === 0 && <p className="fb-dim">{t('displays.nobody')}</p>}
      <ul className="fb-displays" aria-label={t('displays.outlets')}>
        {rows.map((row) => (
          <DisplayRow
            key={row.id}
            row={row}
            selected={selected.has(row.id)}
            onToggle={() => toggle(row.id)}
          />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          variant="subtle"
          fullWidth
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('orders.more')}
        </Button>
      )}
    </>
  );

  function told(results: Acted[]): string {
    const done = results.filter((result) => result.status === 'done').length;
    const refused = results.length - done;
    const known = PAY_FAULTS.find((code) =>
      results.some((result) => result.error?.some((each) => each.code === code)),
    );
    return [
      t('displays.done', { count: done }),
      refused > 0 && t('displays.refused', { count: refused }),
      known && t(`displays.pay_fault.${known}`),
    ]
      .filter(Boolean)
      .join(' ');
  }
}
