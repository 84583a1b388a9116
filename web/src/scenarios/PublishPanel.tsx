// A solution put into force: from which day, what would become of the routes, and only then the step itself.
import { Alert, Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, serverNow } from '../api/client';
import { problemText } from '../app/problem';
import { useFocusFault } from '../app/useFocusFault';
import { useFaults } from '../catalogue/Form';
import { shiftDate } from '../format/format';
import { useFormat } from '../format/useFormat';
import { MovesSummary } from './MovesSummary';
import { RouteChanges } from './RouteChanges';
import { publish, readAgain } from './scenarios';
import type { Scenario, Solution } from './types';
import { solutionName } from './words';

export function PublishPanel({
  scenario,
  one,
  onDone,
}: {
  scenario: Scenario;
  one: Solution;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const tomorrow = shiftDate(format.dateAt(serverNow()), 1);
  const [from, setFrom] = useState(tomorrow);
  const form = useRef<HTMLFormElement>(null);
  const ask = (dry_run: boolean) =>
    publish(scenario.id, { solution: one.solution, effective_from: from, dry_run });
  const look = useMutation({ mutationFn: () => ask(true) });
  const done = useMutation({
    mutationFn: () => ask(false),
    onSuccess: async () => {
      await readAgain();
      onDone();
    },
  });
  const failed = done.error ?? look.error;
  const faults = useFaults(failed);
  useFocusFault(form, failed);
  const { mutate } = look;
  // What it would do is the first that is asked for.
  useEffect(() => mutate(), [mutate]);
  const seen = look.data?.effective_from === from && look.isSuccess ? look.data : undefined;
  const whole = failed !== null && faults.at('/effective_from') === null;
  return (
    <form
      ref={form}
      className="fb-scn-publish"
      aria-label={t('scenarios.publish_what', { name: solutionName(one, t) })}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (seen) done.mutate();
        else look.mutate();
      }}
    >
      <h3>{t('scenarios.publish_what', { name: solutionName(one, t) })}</h3>
      <p>{t('scenarios.publish_hint')}</p>
      <div className="fb-cat-row">
        <TextInput
          type="date"
          autoFocus
          label={t('scenarios.effective_from')}
          min={tomorrow}
          value={from}
          error={faults.at('/effective_from')}
          onChange={(event) => {
            setFrom(event.currentTarget.value);
            look.reset();
            done.reset();
          }}
        />
      </div>
      {whole && (
        <Alert color="red" role="alert">
          {refusedRoutes(failed) ?? problemText(failed, t)}
        </Alert>
      )}
      <h4>{t('scenarios.moves')}</h4>
      <MovesSummary one={one} />
      <div aria-live="polite">
        {seen && (
          <>
            <h4>{t('scenarios.routes')}</h4>
            <RouteChanges publication={seen} reps={one.figures.reps} />
          </>
        )}
      </div>
      <div className="fb-actions">
        {seen ? (
          <Button type="submit" loading={done.isPending}>
            {t('scenarios.publish_yes', { date: format.longDay(from) })}
          </Button>
        ) : (
          <Button type="submit" variant="default" loading={look.isPending} disabled={!from}>
            {t('scenarios.look')}
          </Button>
        )}
        <Button variant="subtle" color="gray" onClick={onDone}>
          {t('review.cancel')}
        </Button>
      </div>
    </form>
  );

  /** Routes that could not be written, by their codes. */
  function refusedRoutes(error: unknown): string | null {
    if (!(error instanceof Problem)) return null;
    const routes = error.errors.flatMap((fault) => /^\/routes\/([^/]+)/.exec(fault.pointer)?.[1] ?? []);
    if (routes.length === 0) return null;
    const named = { routes: format.listed([...new Set(routes)], 'and') };
    return error.errors.some((fault) => fault.code === 'changes_later')
      ? t('scenarios.routes_later', named)
      : t('scenarios.routes_refused', named);
  }
}
