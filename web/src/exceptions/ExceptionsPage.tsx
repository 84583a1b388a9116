// The board of exceptions: what presses most on top, one key an exception or many at once, renewed as things happen.
import '../review/review.css';
import './exceptions.css';
import { Alert, Autocomplete, Button, Checkbox, Chip } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, session as sessionQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { useMay } from '../app/rights';
import { usePicking } from '../app/usePicking';
import { ZoneContext } from '../format/useFormat';
import type { LiveEvent } from '../live/protocol';
import { useNews } from '../live/useNews';
import { PageBar } from '../pages/PageBar';
import { useShortcuts } from '../pages/useShortcuts';
import { nextFocus } from '../review/queue';
import { SavedViews } from '../saved_views/SavedViews';
import { ExceptionDetail } from './ExceptionDetail';
import { ExceptionList } from './ExceptionList';
import {
  type Action,
  act as actOn,
  can,
  exceptionsQuery,
  type FieldException,
  kindCounts,
  passes,
  SHOWS,
  type Show,
} from './exceptions';

const route = getRouteApi('/exceptions');
const NOTHING: readonly FieldException[] = [];
const ofException = (event: LiveEvent): boolean => !!event.exception;

export function ExceptionsPage() {
  const zone = useQuery(sessionQuery).data?.company?.time_zone ?? 'UTC';
  return (
    <ZoneContext.Provider value={zone}>
      <Desk />
    </ZoneContext.Provider>
  );
}

function Desk() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/exceptions' });
  const user = useQuery(sessionQuery).data?.user;
  const mayHandle = useMay('handle_exceptions');
  const show = search.show ?? 'pending';
  const board = useQuery(exceptionsQuery(show));
  const [why, setWhy] = useState('');
  /** The last step, for taking it back. */
  const [last, setLast] = useState<{ ids: string[]; action: Action } | null>(null);
  const leave = useCallback(
    () => void navigate({ to: '/login', search: { next: location.pathname + location.search } }),
    [navigate],
  );
  useNews('exceptions', ofException, leave);

  const all = board.data ?? NOTHING;
  const owner = search.mine ? user?.id : undefined;
  const mine = useMemo(() => all.filter((row) => passes(row, { owner })), [all, owner]);
  const rows = useMemo(() => mine.filter((row) => passes(row, { kind: search.kind })), [mine, search.kind]);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const focused = rows.find((row) => row.id === search.id) ?? rows[0];
  const go = (id: string | undefined) => void navigate({ search: (old) => ({ ...old, id }), replace: true });
  const picking = usePicking(ids, focused?.id, go);
  const chosen = rows.filter((row) => picking.selected.has(row.id));
  const subject = chosen.length > 0 ? chosen : focused ? [focused] : [];

  const act = useMutation({
    mutationFn: ({ ids, action, text }: { ids: string[]; action: Action; text?: string }) =>
      actOn(ids, action, text),
    // The next key need not wait for the lists.
    onSuccess: (done, { action }) => {
      setLast(action === 'reopen' ? null : { ids: done, action });
      picking.none();
      setWhy('');
      if (action === 'resolve' && show !== 'resolved') go(nextFocus(ids, new Set(done), focused?.id));
      void queryClient.invalidateQueries({ queryKey: ['exceptions'] });
    },
  });
  const possible = (action: Action) =>
    mayHandle ? subject.filter((row) => can(action, row)).map((row) => row.id) : [];
  const say = (action: Action) => {
    const able = possible(action);
    if (able.length === 0 || act.isPending) return;
    const text = why.trim() || (action === 'resolve' ? t('exceptions.default') : undefined);
    act.mutate({ ids: able, action, text });
  };
  const undo = () => last && !act.isPending && act.mutate({ ids: last.ids, action: 'reopen' });
  useShortcuts({
    ...picking.keys,
    a: () => say('acknowledge'),
    r: () => say('resolve'),
    u: undo,
  });

  return (
    <div className="fb-shell">
      <PageBar />
      <main className="fb-review fb-exceptions">
        <div className="fb-review-head">
          <h1>{t('exceptions.title')}</h1>
          <Filters rows={mine} show={show} kind={search.kind} mine={search.mine === 1} />
        </div>
        {board.isError && (
          <Alert color="red" role="alert" title={t('exceptions.failed')}>
            {problemText(board.error, t)}
            <Button mt="sm" size="xs" variant="light" color="red" onClick={() => void board.refetch()}>
              {t('app.retry')}
            </Button>
          </Alert>
        )}
        {board.isSuccess && rows.length === 0 ? (
          <p className="fb-review-empty">{t('exceptions.empty')}</p>
        ) : (
          <div className="fb-review-body">
            <ExceptionList
              rows={rows}
              focused={focused?.id}
              selected={picking.selected}
              onFocus={go}
              onToggle={picking.toggle}
            />
            <ExceptionDetail id={focused?.id} mayHandle={mayHandle} />
          </div>
        )}
        {mayHandle && (
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
              placeholder={t('exceptions.reason')}
              data={[
                t('exceptions.suggest.called'),
                t('exceptions.suggest.known'),
                t('exceptions.suggest.phone'),
              ]}
              maxLength={200}
              value={why}
              onChange={setWhy}
            />
            <Button
              variant="light"
              disabled={possible('acknowledge').length === 0}
              loading={act.isPending}
              onClick={() => say('acknowledge')}
            >
              {t('exceptions.acknowledge', { count: possible('acknowledge').length })}
            </Button>
            <Button
              color="teal.9"
              disabled={possible('resolve').length === 0}
              loading={act.isPending}
              onClick={() => say('resolve')}
            >
              {t('exceptions.resolve', { count: possible('resolve').length })}
            </Button>
            {show === 'resolved' && (
              <Button
                variant="subtle"
                disabled={possible('reopen').length === 0}
                loading={act.isPending}
                onClick={() => say('reopen')}
              >
                {t('exceptions.reopen')}
              </Button>
            )}
            <span role="status" className="fb-review-said">
              {act.isError
                ? problemText(act.error, t)
                : last
                  ? t(`exceptions.told.${last.action as 'acknowledge' | 'resolve'}`, {
                      count: last.ids.length,
                    })
                  : t('exceptions.keys')}
            </span>
            {last && (
              <Button variant="subtle" loading={act.isPending} onClick={undo}>
                {t('queue.undo')}
              </Button>
            )}
          </div>
        )}
      </main>
    </div>
  );
}

function Filters({
  rows,
  show,
  kind,
  mine,
}: {
  rows: readonly FieldException[];
  show: Show;
  kind: string | undefined;
  mine: boolean;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/exceptions' });
  return (
    <>
      <div className="fb-exception-filters">
        <Chip.Group
          value={show}
          onChange={(value) =>
            void navigate({
              search: (old) => ({
                ...old,
                id: undefined,
                show: value === 'pending' ? undefined : (value as Show),
              }),
              replace: true,
            })
          }
        >
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these filter a list */}
          <div className="fb-review-chips" role="group" aria-label={t('exceptions.by_state')}>
            {SHOWS.map((each) => (
              <Chip key={each} value={each} size="xs">
                {t(`exceptions.show.${each}`)}
              </Chip>
            ))}
          </div>
        </Chip.Group>
        <Chip
          size="xs"
          checked={mine}
          onChange={(on) =>
            void navigate({ search: (old) => ({ ...old, mine: on ? 1 : undefined }), replace: true })
          }
        >
          {t('exceptions.mine')}
        </Chip>
        <SavedViews page="exceptions" />
      </div>
      <Chip.Group
        value={kind ?? 'all'}
        onChange={(value) =>
          void navigate({
            search: (old) => ({ ...old, kind: value === 'all' ? undefined : (value as string) }),
            replace: true,
          })
        }
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these filter a list */}
        <div className="fb-review-chips fb-exception-kinds" role="group" aria-label={t('exceptions.by_kind')}>
          <Chip value="all" size="xs">
            {t('queue.all')} {rows.length}
          </Chip>
          {kindCounts(rows).map(([each, count]) => (
            <Chip key={each} value={each} size="xs">
              {t(`exceptions.kind.${each}`)} {count}
            </Chip>
          ))}
        </div>
      </Chip.Group>
    </>
  );
}
