// A published plan taken back: what would become of the routes, and what others changed since, which goes only where
// that is asked for.
import { Alert, Button, Checkbox } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { problemText } from '../app/problem';
import { useFormat } from '../format/useFormat';
import { changedSince, publishedOver } from './plan';
import { RouteChanges } from './RouteChanges';
import { readAgain, repInputsQuery, rollBack, scenariosQuery } from './scenarios';
import type { Scenario } from './types';

export function RollbackPanel({ scenario, onDone }: { scenario: Scenario; onDone: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reps = useQuery(repInputsQuery(scenario.id)).data ?? [];
  const [anyway, setAnyway] = useState(false);
  const head = useRef<HTMLHeadingElement>(null);
  const look = useMutation({
    mutationFn: (anyway: boolean) => rollBack(scenario.id, { anyway, dry_run: true }),
  });
  const done = useMutation({
    mutationFn: () => rollBack(scenario.id, { anyway, dry_run: false }),
    onSuccess: async () => {
      await readAgain();
      onDone();
    },
  });
  const { mutate } = look;
  useEffect(() => {
    head.current?.focus();
    mutate(false);
  }, [mutate]);
  const failed = done.error ?? look.error;
  const changed = failed instanceof Problem ? changedSince(failed) : [];
  const over = failed instanceof Problem ? publishedOver(failed) : [];
  const others = useInfiniteQuery({ ...scenariosQuery, enabled: over.length > 0 });
  const scenarios = others.data?.pages.flatMap((page) => page.items) ?? [];
  // Named as long as the planner decides on them.
  const [named, setNamed] = useState<string[]>([]);
  if (changed.length > 0 && changed.join() !== named.join()) setNamed(changed);
  return (
    <section className="fb-scn-publish" aria-labelledby="rollback-head">
      <h2 id="rollback-head" ref={head} tabIndex={-1}>
        {t('scenarios.roll_back')}
      </h2>
      <p>{t('scenarios.roll_back_hint')}</p>
      {named.length > 0 && (
        <div className="fb-scn-warn" role="alert">
          <strong>{t('scenarios.changed_since', { count: named.length })}</strong>
          <p className="fb-scn-codes">{format.listed(named, 'and')}</p>
          <Checkbox
            label={t('scenarios.anyway')}
            checked={anyway}
            onChange={(event) => {
              setAnyway(event.currentTarget.checked);
              done.reset();
              look.mutate(event.currentTarget.checked);
            }}
          />
        </div>
      )}
      {failed !== null && changed.length === 0 && (
        <Alert color="red" role="alert">
          {problemText(failed, t)}
          {over.map((id) => (
            <Link key={id} to="/scenarios/$id" params={{ id }} className="fb-link fb-scn-line">
              {scenarios.find((each) => each.id === id)?.name ?? id}
            </Link>
          ))}
        </Alert>
      )}
      <div aria-live="polite">{look.data && <RouteChanges publication={look.data} reps={reps} />}</div>
      <div className="fb-actions">
        <Button
          color="red.9"
          disabled={!look.isSuccess}
          loading={done.isPending || look.isPending}
          onClick={() => done.mutate()}
        >
          {t('scenarios.roll_back_yes')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onDone}>
          {t('review.cancel')}
        </Button>
      </div>
    </section>
  );
}
