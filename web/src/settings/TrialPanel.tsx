// What the changes would have said of days that are over: verdicts that come out otherwise, and what that does to figures.
import { Alert, Button, Group, NativeSelect, Progress, Table } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { problemText } from '../app/problem';
import { shiftDate } from '../format/format';
import { useFormat } from '../format/useFormat';
import type { Settings } from './draft';
import {
  beginTrial,
  COUNTS,
  percentDone,
  SHARES,
  SPANS,
  showTrial,
  stopTrial,
  type Trial,
  type TrialResult,
} from './trials';
import { useSettingWords } from './words';

/** Shown one by one; the server tells more. */
const SHOWN = 8;

export function TrialPanel({ settings, today }: { settings: Settings; today: string }) {
  const { t } = useTranslation();
  const [days, setDays] = useState<number>(SPANS[1]);
  const begin = useMutation({
    mutationFn: () => beginTrial(shiftDate(today, -days), shiftDate(today, -1), settings),
  });
  const id = begin.data?.id;
  const trial = useQuery({
    queryKey: ['settings', 'trial', id],
    queryFn: ({ signal }) => showTrial(id!, signal),
    enabled: id !== undefined,
    initialData: begin.data,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 700 : false),
  });
  const stop = useMutation({ mutationFn: () => stopTrial(id!), onSuccess: () => trial.refetch() });
  const shown = id === undefined ? undefined : trial.data;
  const running = begin.isPending || shown?.state === 'running';
  const failure = begin.error ?? trial.error;
  const noVerdict = failure instanceof Problem && failure.errors[0]?.code === 'changes_no_verdict';
  return (
    <section className="fb-trial" aria-label={t('settings.trial.title')}>
      <h3>{t('settings.trial.title')}</h3>
      <p className="fb-dim">{t('settings.trial.about')}</p>
      <Group gap="xs" align="end">
        <NativeSelect
          label={t('settings.trial.span')}
          value={days}
          disabled={running}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
          data={SPANS.map((count) => ({ value: String(count), label: t('settings.trial.days', { count }) }))}
        />
        <Button variant="light" loading={begin.isPending} disabled={running} onClick={() => begin.mutate()}>
          {t('settings.trial.begin')}
        </Button>
        {shown?.state === 'running' && (
          <Button variant="subtle" color="gray" loading={stop.isPending} onClick={() => stop.mutate()}>
            {t('settings.trial.stop')}
          </Button>
        )}
      </Group>
      {shown?.state === 'running' && (
        <Progress
          mt="xs"
          value={percentDone(shown)}
          aria-label={t('settings.trial.progress', { done: shown.done, of: shown.of })}
        />
      )}
      {failure && (
        <Alert color={noVerdict ? 'blue' : 'red'} mt="xs" role="alert">
          {noVerdict ? t('settings.trial.no_verdict') : problemText(failure, t)}
        </Alert>
      )}
      {(shown?.state === 'stopped' || shown?.state === 'failed') && (
        <Alert color={shown.state === 'failed' ? 'red' : 'gray'} mt="xs" role="status">
          {t(`settings.trial.${shown.state}`)}
        </Alert>
      )}
      {shown?.result && <Outcome trial={shown} result={shown.result} />}
    </section>
  );
}

function Outcome({ trial, result }: { trial: Trial; result: TrialResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useSettingWords();
  const { total } = result;
  const left = result.no_raw_data + result.not_settled + result.not_sealed + result.unprovable;
  const verdict = (word: string | null | undefined) =>
    word ? t(`verdict.overall.${word}`) : t('settings.trial.none');
  const share = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : format.percent(value / 1000);
  return (
    <div role="status" data-testid="trial">
      <p>
        {t('settings.trial.outcome', {
          count: total.flips,
          flips: format.count(total.flips),
          visits: format.count(result.visits),
          judged: format.count(result.judged),
        })}{' '}
        {left > 0 && t('settings.trial.left', { count: left })}{' '}
        {trial.untried.length > 0 &&
          t('settings.trial.untried', { names: trial.untried.map((name) => words.label(name)).join(', ') })}
      </p>
      {result.judged > 0 && (
        <Table withRowBorders={false} className="fb-trial-figures">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('settings.trial.figure')}</Table.Th>
              <Table.Th>{t('settings.before')}</Table.Th>
              <Table.Th>{t('settings.after')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {[...COUNTS, ...SHARES].map((name) => (
              <Table.Tr key={name} data-figure={name} data-changed={total.before[name] !== total.after[name]}>
                <Table.Th scope="row">{t(`settings.trial.of.${name}`)}</Table.Th>
                {[total.before[name], total.after[name]].map((value, i) => (
                  <Table.Td key={i === 0 ? 'before' : 'after'}>
                    {name.endsWith('per_mille') ? share(value) : format.count(value ?? 0)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {result.judged > 0 && <p className="fb-dim">{t('settings.trial.open')}</p>}
      {result.flips.length > 0 && (
        <ul className="fb-trial-flips" aria-label={t('settings.trial.flips')}>
          {result.flips.slice(0, SHOWN).map((flip) => (
            <li key={flip.visit}>
              <a
                className="fb-link"
                href={`/map?date=${flip.date}&visit=${flip.visit}`}
                target="_blank"
                rel="noreferrer"
              >
                {flip.rep} · {format.longDay(flip.date)}
              </a>
              {': '}
              {verdict(flip.before)} → {verdict(flip.after)}
              {flip.reviewed && ` (${t('settings.trial.reviewed')})`}
            </li>
          ))}
        </ul>
      )}
      {total.flips > SHOWN && (
        <p className="fb-dim">
          {t('settings.trial.more', {
            reps: result.reps
              .slice(0, 5)
              .map(({ code, flips }) => `${code} (${flips})`)
              .join(', '),
          })}
        </p>
      )}
    </div>
  );
}
