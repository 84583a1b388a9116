// Outlets that seem to be no more: found closed by reps, or left alone for long. One key to close or keep.
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, session as sessionQuery } from '../api/queries';
import type { Right } from '../api/types';
import { problemText } from '../app/problem';
import { has, useRights } from '../app/rights';
import { useFormat, ZoneContext } from '../format/useFormat';
import { type Closure, type ClosureAction, closures, sayClosure } from './closures';
import { around, Desk } from './Desk';

const route = getRouteApi('/outlets/closures');

export function ClosuresPage() {
  const zone = useQuery(sessionQuery).data?.company?.time_zone ?? 'UTC';
  return (
    <ZoneContext.Provider value={zone}>
      <Closures />
    </ZoneContext.Provider>
  );
}

function Closures() {
  const { t } = useTranslation();
  const format = useFormat();
  const { outlet: focus } = route.useSearch();
  const navigate = useNavigate({ from: '/outlets/closures' });
  const rights = useRights();
  const queue = useQuery(closures);
  const { focused, next } = around(queue.data?.items ?? [], focus);
  /** The last decision; a closing can be taken back. */
  const [last, setLast] = useState<{ outlet: Closure; action: ClosureAction } | null>(null);
  const go = (row: Closure | undefined) =>
    row && void navigate({ search: { outlet: row.id }, replace: true });

  const act = useMutation({
    mutationFn: ({ outlet, action, why }: { outlet: Closure; action: ClosureAction; why: string }) =>
      sayClosure(outlet.id, action, why || t(`closures.default.${action}`)),
    onSuccess: async (_, { outlet, action }) => {
      setLast({ outlet, action });
      go(action === 'reopening' ? outlet : next);
      await queryClient.invalidateQueries({ queryKey: closures.queryKey });
    },
  });
  const may = (right: Right) => focused !== undefined && has(rights, right);
  const when = (at: string | null) => (at === null ? '–' : format.moment(at));
  const days = queue.data?.days ?? 0;

  return (
    <Desk
      title={t('closures.title', { count: queue.data?.items.length ?? 0 })}
      list={t('closures.list')}
      failed={t('closures.failed')}
      empty={t('closures.empty')}
      rows={queue.data?.items}
      error={queue.error}
      focused={focused}
      onFocus={go}
      item={(row) => (
        <>
          <span className="fb-review-row-head">
            <strong>{row.outlet_name}</strong>
            <span className="fb-dim">{row.outlet_code}</span>
          </span>
          <span className="fb-dim">
            {row.why === 'reported'
              ? t('closures.reported', { count: row.reports })
              : t('closures.dormant', { count: days })}
          </span>
        </>
      )}
      detail={
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="fb-review-detail" tabIndex={0} aria-label={t('closures.detail')}>
          {focused && (
            <>
              <header className="fb-review-detail-head">
                <div>
                  <h2>{focused.outlet_name}</h2>
                  <p className="fb-dim">
                    {[focused.outlet_code, focused.address].filter(Boolean).join(' · ')}
                  </p>
                </div>
              </header>
              <div className="fb-desk-sides">
                <dl>
                  <dt>{t('closures.reports')}</dt>
                  <dd>{focused.reports}</dd>
                  <dt>{t('closures.last_report')}</dt>
                  <dd>{when(focused.last_report_at)}</dd>
                  <dt>{t('closures.last_visit')}</dt>
                  <dd>{when(focused.last_visit_at)}</dd>
                  <dt>{t('closures.last_order')}</dt>
                  <dd>{when(focused.last_order_at)}</dd>
                  <dt>{t('closures.known')}</dt>
                  <dd>{when(focused.known_since)}</dd>
                  <dt>{t('requests.route')}</dt>
                  <dd>{focused.routes.join(', ') || t('requests.no_route')}</dd>
                </dl>
              </div>
              <p className="fb-dim">{t('closures.what')}</p>
            </>
          )}
        </section>
      }
      yes={t('closures.close')}
      no={t('closures.keep')}
      mayYes={may('close_outlets')}
      mayNo={may('decide_outlets')}
      busy={act.isPending}
      onSay={(yes, why) =>
        focused && act.mutate({ outlet: focused, action: yes ? 'closure' : 'keeping', why })
      }
      onUndo={
        last?.action === 'closure'
          ? () => act.mutate({ outlet: last.outlet, action: 'reopening', why: '' })
          : undefined
      }
      said={
        act.isError
          ? problemText(act.error, t)
          : last
            ? t(`closures.done.${last.action}`)
            : focused && !may('close_outlets')
              ? t('outlets.planner')
              : t('closures.keys')
      }
    />
  );
}
