// The reviewer's desk: what the machine would not decide alone, one key a visit or many at once.
import '../drawer/drawer.css';
import './review.css';
import { Alert, Autocomplete, Button, Checkbox, Chip } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, session as sessionQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { usePicking } from '../app/usePicking';
import { reasonWords } from '../drawer/verdict_words';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { useShortcuts } from '../pages/useShortcuts';
import { SavedViews } from '../saved_views/SavedViews';
import { type Decision, decide, nextFocus, passes, reasonCounts, reviewQueue } from './queue';
import { ReviewDetail } from './ReviewDetail';
import { ReviewList } from './ReviewList';

const route = getRouteApi('/review');

export function ReviewPage() {
  const zone = useQuery(sessionQuery).data?.company?.time_zone ?? 'UTC';
  return (
    <ZoneContext.Provider value={zone}>
      <Desk />
    </ZoneContext.Provider>
  );
}

function Desk() {
  const { t } = useTranslation();
  const { reason, visit: focus } = route.useSearch();
  const navigate = useNavigate({ from: '/review' });
  const queue = useQuery(reviewQueue);
  const [why, setWhy] = useState('');
  /** The last decision, for taking it back. */
  const [last, setLast] = useState<{ ids: string[]; decision: Decision } | null>(null);

  const all = queue.data ?? [];
  const rows = useMemo(() => all.filter((visit) => passes(visit, reason)), [all, reason]);
  const ids = useMemo(() => rows.map((visit) => visit.id), [rows]);
  const focused = focus !== undefined && ids.includes(focus) ? focus : ids[0];
  const go = (visit: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, visit }), replace: true });
  const picking = usePicking(ids, focused, go);
  const chosen = ids.filter((id) => picking.selected.has(id));
  const subject = chosen.length > 0 ? chosen : focused ? [focused] : [];

  const act = useMutation({
    mutationFn: async ({ ids, decision, text }: { ids: string[]; decision: Decision; text: string }) => {
      const results = await decide(ids, decision, text);
      return results.filter((r) => r.status === 'reviewed').map((r) => r.visit_id);
    },
    onSuccess: async (done, { ids: asked, decision }) => {
      setLast(decision === 'withdrawn' ? null : { ids: done, decision });
      picking.none();
      if (decision !== 'withdrawn') go(nextFocus(ids, new Set(done), focused));
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: reviewQueue.queryKey }),
        queryClient.invalidateQueries({ queryKey: ['board'] }),
        ...asked.map((id) => queryClient.invalidateQueries({ queryKey: ['visit', id] })),
      ]);
    },
  });
  const say = (decision: 'valid' | 'invalid') => {
    if (subject.length === 0 || act.isPending) return;
    act.mutate({ ids: subject, decision, text: why.trim() || t(`queue.default.${decision}`) });
  };
  const undo = () => last && act.mutate({ ids: last.ids, decision: 'withdrawn', text: t('queue.undone') });
  useShortcuts({
    ...picking.keys,
    a: () => say('valid'),
    r: () => say('invalid'),
    u: undo,
  });

  return (
    <div className="fb-shell">
      <PageBar />
      <main className="fb-review">
        <div className="fb-review-head">
          <h1>{t('queue.title', { count: all.length })}</h1>
          <Reasons visits={all} reason={reason} />
          <SavedViews page="review" />
        </div>
        {queue.isError && (
          <Alert color="red" role="alert" title={t('queue.failed')}>
            {problemText(queue.error, t)}
            <Button mt="sm" size="xs" variant="light" color="red" onClick={() => void queue.refetch()}>
              {t('app.retry')}
            </Button>
          </Alert>
        )}
        {queue.isSuccess && rows.length === 0 ? (
          <p className="fb-review-empty">{t('queue.empty')}</p>
        ) : (
          <div className="fb-review-body">
            <ReviewList
              rows={rows}
              focused={focused}
              selected={picking.selected}
              onFocus={go}
              onToggle={picking.toggle}
            />
            <ReviewDetail id={focused} />
          </div>
        )}
        <div className="fb-review-bar">
          <Checkbox
            label={t('queue.selected', { count: chosen.length })}
            checked={chosen.length > 0 && chosen.length === ids.length}
            indeterminate={chosen.length > 0 && chosen.length < ids.length}
            onChange={(event) => (event.currentTarget.checked ? picking.all() : picking.none())}
          />
          <Autocomplete
            className="fb-review-why"
            aria-label={t('review.reason')}
            placeholder={t('queue.reason')}
            data={[
              t('queue.suggest.seen'),
              t('queue.suggest.pin'),
              t('queue.suggest.phone'),
              t('queue.suggest.away'),
            ]}
            maxLength={200}
            value={why}
            onChange={setWhy}
          />
          <Button
            color="teal.9"
            disabled={subject.length === 0}
            loading={act.isPending}
            onClick={() => say('valid')}
          >
            {t('queue.accept', { count: subject.length })}
          </Button>
          <Button
            color="red.9"
            disabled={subject.length === 0}
            loading={act.isPending}
            onClick={() => say('invalid')}
          >
            {t('queue.reject', { count: subject.length })}
          </Button>
          <span role="status" className="fb-review-said">
            {act.isError
              ? problemText(act.error, t)
              : last
                ? t(`queue.done.${last.decision as 'valid' | 'invalid'}`, { count: last.ids.length })
                : t('queue.keys')}
          </span>
          {last && (
            <Button variant="subtle" loading={act.isPending} onClick={undo}>
              {t('queue.undo')}
            </Button>
          )}
        </div>
      </main>
    </div>
  );
}

function Reasons({
  visits,
  reason,
}: {
  visits: Parameters<typeof reasonCounts>[0];
  reason: string | undefined;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/review' });
  const appeals = visits.filter((visit) => visit.appeal?.open).length;
  const pick = (next: string) =>
    void navigate({ search: { reason: next === 'all' ? undefined : next }, replace: true });
  return (
    <Chip.Group value={reason ?? 'all'} onChange={(value) => pick(value as string)}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these filter a list */}
      <div className="fb-review-chips" role="group" aria-label={t('queue.filter')}>
        <Chip value="all" size="xs">
          {t('queue.all')} {visits.length}
        </Chip>
        {appeals > 0 && (
          <Chip value="appeal" size="xs" color="red.9">
            {t('queue.appeals')} {appeals}
          </Chip>
        )}
        {reasonCounts(visits).map(([code, count]) => (
          <Chip key={code} value={code} size="xs">
            {reasonWords(code, t) ?? code} {count}
          </Chip>
        ))}
      </div>
    </Chip.Group>
  );
}
