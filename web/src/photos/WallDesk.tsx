// The wall: thumbnails to pick from, one beside them, decided on one or many at once.
import { Alert, Autocomplete, Button, Checkbox } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { usePicking } from '../app/usePicking';
import { Waiting } from '../drawer/RepDayPanel';
import { useShortcuts } from '../pages/useShortcuts';
import { nextFocus } from '../review/queue';
import { PhotoDetail } from './PhotoDetail';
import { decide, photosQuery, type Status, type WallSearch } from './photos';
import { Wall } from './Wall';

interface Props {
  search: WallSearch;
  rights: Rights;
  onFocus: (id: string | undefined) => void;
}

export function WallDesk({ search, rights, onFocus }: Props) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(photosQuery(search));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  // A photo that left the wall stays beside it until another is looked at.
  const focused = search.id ?? ids[0];
  const picking = usePicking(ids, focused, onFocus);
  const chosen = ids.filter((id) => picking.selected.has(id));
  const subject = chosen.length > 0 ? chosen : focused ? [focused] : [];
  const [why, setWhy] = useState('');
  /** The last decision, for taking it back. */
  const [last, setLast] = useState<{ ids: string[]; decision: Status } | null>(null);
  const mayDecide = has(rights, 'review_visits');

  const act = useMutation({
    mutationFn: async (asked: { ids: string[]; decision: Status; reason?: string }) => {
      const results = await decide(asked.ids, asked.decision, asked.reason);
      return results.filter((result) => result.status === 'decided').map((result) => result.photo_id);
    },
    onSuccess: (done, { decision }) => {
      setLast(decision === 'pending' ? null : { ids: done, decision });
      picking.none();
      const leaves = (search.show ?? 'pending') === 'pending';
      if (decision !== 'pending' && leaves) onFocus(nextFocus(ids, new Set(done), focused));
    },
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['photos'] }),
        queryClient.invalidateQueries({ queryKey: ['visit'] }),
      ]),
  });
  const say = (decision: 'approved' | 'rejected') => {
    if (!mayDecide || subject.length === 0 || act.isPending) return;
    const reason = why.trim() || (decision === 'rejected' ? t('photos.default') : undefined);
    act.mutate({ ids: subject, decision, reason });
  };
  const undo = () => last && act.mutate({ ids: last.ids, decision: 'pending' });
  useShortcuts({
    ...picking.keys,
    ArrowRight: picking.keys.j,
    ArrowLeft: picking.keys.k,
    a: () => say('approved'),
    r: () => say('rejected'),
    u: undo,
  });

  return (
    <>
      {list.isError && (
        <Alert color="red" role="alert" title={t('photos.failed')}>
          {problemText(list.error, t)}
          <Button mt="sm" size="xs" variant="light" color="red" onClick={() => void list.refetch()}>
            {t('app.retry')}
          </Button>
        </Alert>
      )}
      {list.isPending && <Waiting />}
      {list.isSuccess && rows.length === 0 && search.id === undefined ? (
        <p className="fb-review-empty">{t('photos.empty')}</p>
      ) : (
        <div className="fb-review-body">
          <Wall
            rows={rows}
            focused={focused}
            selected={picking.selected}
            onFocus={onFocus}
            onToggle={picking.toggle}
            onMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
            busy={list.isFetchingNextPage}
          />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className="fb-review-detail" tabIndex={0} aria-label={t('photos.detail')}>
            <PhotoDetail id={focused} onFocus={onFocus} />
          </section>
        </div>
      )}
      {mayDecide && (
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
            placeholder={t('photos.reason')}
            data={[t('photos.suggest.reused'), t('photos.suggest.unclear'), t('photos.suggest.not_it')]}
            maxLength={200}
            value={why}
            onChange={setWhy}
          />
          <Button
            color="teal.9"
            disabled={subject.length === 0}
            loading={act.isPending}
            onClick={() => say('approved')}
          >
            {t('photos.approve', { count: subject.length })}
          </Button>
          <Button
            color="red.9"
            disabled={subject.length === 0}
            loading={act.isPending}
            onClick={() => say('rejected')}
          >
            {t('photos.reject', { count: subject.length })}
          </Button>
          <span role="status" className="fb-review-said">
            {act.isError ? (
              problemText(act.error, t)
            ) : last ? (
              t(`photos.done.${last.decision as 'approved' | 'rejected'}`, { count: last.ids.length })
            ) : (
              <span className="fb-wide-only">{t('photos.keys')}</span>
            )}
          </span>
          {last && (
            <Button variant="subtle" loading={act.isPending} onClick={undo}>
              {t('queue.undo')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
