// What becomes of each route: what comes, goes and changes.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import type { Publication, RepFigures } from './types';

/** Of many outlets so many are named. */
const NAMED = 20;

export function RouteChanges({
  publication,
  reps,
}: {
  publication: Publication;
  reps: readonly Pick<RepFigures, 'rep_id' | 'rep_name'>[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = (id: number) => reps.find((rep) => rep.rep_id === id)?.rep_name ?? '';
  const { routes, elsewhere } = publication;
  return (
    <div data-testid="route-changes">
      <p>
        {t('scenarios.routes_change', {
          count: routes.length,
          date: format.longDay(publication.effective_from),
        })}{' '}
        {publication.left_alone > 0 && t('scenarios.left_alone', { count: publication.left_alone })}
      </p>
      {elsewhere.length > 0 && (
        <p>
          {t('scenarios.elsewhere', {
            count: elsewhere.length,
            outlets: format.listed(
              elsewhere.slice(0, NAMED).map((each) => `${each.outlet_code} (${each.route_code})`),
              'and',
            ),
          })}
        </p>
      )}
      {routes.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="fb-lines-scroll fb-scn-changes" tabIndex={0} aria-label={t('scenarios.routes')}>
          <table className="fb-lines">
            <thead>
              <tr>
                <th>{t('scenarios.route')}</th>
                <th>{t('orders.rep')}</th>
                <th className="fb-num">{t('scenarios.outlets')}</th>
                <th className="fb-num">{t('scenarios.added')}</th>
                <th className="fb-num">{t('scenarios.removed')}</th>
                <th className="fb-num">{t('scenarios.changed')}</th>
              </tr>
            </thead>
            <tbody>
              {routes.map((route) => (
                <tr key={route.route_code} data-route={route.route_code}>
                  <th scope="row">
                    {route.route_code}{' '}
                    {route.is_new && <span className="fb-cat-tag">{t('scenarios.new_route')}</span>}
                  </th>
                  <td>{nameOf(route.rep_id)}</td>
                  <td className="fb-num">
                    {format.count(route.outlets_before)} → {format.count(route.outlets_after)}
                  </td>
                  <td className="fb-num">{route.added > 0 ? `+${format.count(route.added)}` : '–'}</td>
                  <td className="fb-num">{route.removed > 0 ? `−${format.count(route.removed)}` : '–'}</td>
                  <td className="fb-num">{route.changed > 0 ? format.count(route.changed) : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}
