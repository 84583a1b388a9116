// The addresses of a supervisor’s day: the map, what needs attention, visits to review, a day played again.
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { board, queryClient, visit as visitQuery } from '../../api/queries';
import { TABS as AUDIT_TABS, type AuditsSearch, BYS, KINDS as FORM_KINDS, WHICH } from '../../audits/audits';
import { type BoardSearch, boardSearch } from '../../board/filters';
import { SHOWS, type Show } from '../../exceptions/exceptions';
import { FINDINGS, TABS as PHOTO_TABS, STATUSES, type WallSearch } from '../../photos/photos';
import { replaySearch } from '../../replay/search';
import { whole } from '../../targets/targets';
import { date, loggedIn, root, text } from './root';

export interface MapSearch extends BoardSearch {
  rep?: number;
  visit?: string;
  /** Of the visit. */
  order?: string;
  date?: string;
  /** `lng,lat,zoom` of the map when the link was made. */
  at?: string;
  /** Tests: nothing is animated. */
  still?: 1;
}

/** The drawer is a rep's: a link that knows only a visit leads to it by its rep and day. */
async function ofWhom({ search }: { search: MapSearch }) {
  if (search.visit === undefined || search.rep !== undefined) return;
  const visit = await queryClient.ensureQueryData(visitQuery(search.visit)).catch(() => undefined);
  const found = { visit: visit?.id, rep: visit?.rep_id, date: visit?.date };
  throw redirect({ to: '/map', search: { ...search, ...found }, replace: true });
}

const livePage = lazyRouteComponent(() => import('../../pages/LivePage'), 'LivePage');
// Map and renderer are most of what is loaded: they come while the words and the session do.
if (location.pathname === '/map') void livePage.preload?.();

const map = createRoute({
  getParentRoute: () => root,
  path: '/map',
  validateSearch: (search: Record<string, unknown>): MapSearch => ({
    rep: Number.isInteger(Number(search.rep)) && search.rep !== undefined ? Number(search.rep) : undefined,
    visit: text(search.visit),
    order: text(search.order),
    date: /^\d{4}-\d\d-\d\d$/.test(String(search.date)) ? String(search.date) : undefined,
    ...boardSearch(search),
    at: text(search.at),
    still: search.still ? 1 : undefined,
  }),
  beforeLoad: async (page) => {
    void livePage.preload?.();
    await loggedIn(page);
    await ofWhom(page);
    void queryClient.ensureQueryData(board).catch(() => undefined);
  },
  component: livePage,
});

export interface ExceptionsSearch {
  show?: Show;
  kind?: string;
  /** Only what the reader owns. */
  mine?: 1;
  id?: string;
}

const exceptions = createRoute({
  getParentRoute: () => root,
  path: '/exceptions',
  validateSearch: (search: Record<string, unknown>): ExceptionsSearch => ({
    show: SHOWS.find((show) => show === search.show && show !== 'pending'),
    kind: text(search.kind),
    mine: search.mine ? 1 : undefined,
    id: text(search.id),
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../exceptions/ExceptionsPage'), 'ExceptionsPage'),
});

const review = createRoute({
  getParentRoute: () => root,
  path: '/review',
  validateSearch: (search: Record<string, unknown>): { reason?: string; visit?: string } => ({
    reason: text(search.reason),
    visit: text(search.visit),
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../review/ReviewPage'), 'ReviewPage'),
});

const replay = createRoute({
  getParentRoute: () => root,
  path: '/replay',
  validateSearch: replaySearch,
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../replay/ReplayPage'), 'ReplayPage'),
});

const audits = createRoute({
  getParentRoute: () => root,
  path: '/audits',
  validateSearch: (search: Record<string, unknown>): AuditsSearch => ({
    tab: AUDIT_TABS.find((tab) => tab === search.tab),
    kind: FORM_KINDS.find((kind) => kind === search.kind),
    id: text(search.id),
    form: search.form === undefined ? undefined : String(search.form),
    failed: search.failed ? 1 : undefined,
    rep: whole(search.rep),
    outlet: whole(search.outlet),
    from: date(search.from),
    to: date(search.to),
    by: BYS.find((by) => by === search.by),
    product: whole(search.product),
    area: whole(search.area),
    which: WHICH.find((which) => which === search.which),
    class: search.class === undefined ? undefined : String(search.class),
    unit: whole(search.unit),
    q: search.q === undefined || search.q === '' ? undefined : String(search.q),
    one: whole(search.one),
    make: search.make ? 1 : undefined,
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../audits/AuditsPage'), 'AuditsPage'),
});

const photos = createRoute({
  getParentRoute: () => root,
  path: '/photos',
  validateSearch: (search: Record<string, unknown>): WallSearch => ({
    tab: PHOTO_TABS.find((tab) => tab === search.tab && tab !== 'photos'),
    programme: whole(search.programme),
    claim: text(search.claim),
    show: ([...STATUSES, 'all'] as const).find((show) => show === search.show && show !== 'pending'),
    finding: (['any', ...FINDINGS] as const).find((finding) => finding === search.finding),
    rep: whole(search.rep),
    outlet: whole(search.outlet),
    customer: whole(search.customer),
    visit: text(search.visit),
    from: date(search.from),
    to: date(search.to),
    id: text(search.id),
  }),
  beforeLoad: loggedIn,
  component: lazyRouteComponent(() => import('../../photos/PhotosPage'), 'PhotosPage'),
});

export const supervisionRoutes = [map, exceptions, review, replay, audits, photos] as const;
