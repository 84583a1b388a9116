// Which screen the address means, and the bars around it. What a rep needs every day is loaded at once, the rest when it is
// opened.
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Boot } from '../boot';
import { Outbox } from '../outbox/Outbox';
import { usePhone } from '../phone';
import { go, useRoute } from '../route';
import { Today } from '../today/Today';
import { Frame } from './Frame';
import { Notices } from './Notices';

const CheckIn = lazy(() => import('../call/CheckIn').then((m) => ({ default: m.CheckIn })));
const Call = lazy(() => import('../call/Call').then((m) => ({ default: m.Call })));
const CheckOut = lazy(() => import('../call/CheckOut').then((m) => ({ default: m.CheckOut })));
const NotVisited = lazy(() => import('../call/NotVisited').then((m) => ({ default: m.NotVisited })));
const OutletPage = lazy(() => import('../call/OutletPage').then((m) => ({ default: m.OutletPage })));
const OwnDay = lazy(() => import('../day/OwnDay').then((m) => ({ default: m.OwnDay })));
const Appeal = lazy(() => import('../day/Appeal').then((m) => ({ default: m.Appeal })));
const More = lazy(() => import('../more/More').then((m) => ({ default: m.More })));
const Messages = lazy(() => import('../more/Messages').then((m) => ({ default: m.Messages })));
const Leave = lazy(() => import('../more/Leave').then((m) => ({ default: m.Leave })));
const Tracking = lazy(() => import('../more/Tracking').then((m) => ({ default: m.Tracking })));
const Sos = lazy(() => import('../more/Sos').then((m) => ({ default: m.Sos })));
const SignOut = lazy(() => import('../more/SignOut').then((m) => ({ default: m.SignOut })));
const VisitSteps = lazy(() => import('../visit/VisitSteps').then((m) => ({ default: m.VisitSteps })));
const NewOutlet = lazy(() => import('../visit/NewOutlet').then((m) => ({ default: m.NewOutlet })));
const PinProposal = lazy(() => import('../visit/PinProposal').then((m) => ({ default: m.PinProposal })));
const Expense = lazy(() => import('../visit/Expense').then((m) => ({ default: m.Expense })));
// With words of its own, which come before it is shown.
const VanCount = lazy(async () => {
  const { VanCount, prepare } = await import('../van/VanCount');
  await prepare();
  return { default: VanCount };
});
const Trips = lazy(async () => {
  const [{ Trips }, { prepare }] = await Promise.all([import('../trips/Trips'), import('../trips/words')]);
  await prepare();
  return { default: Trips };
});
const StopTold = lazy(async () => {
  const [{ StopTold }, { prepare }] = await Promise.all([
    import('../trips/StopTold'),
    import('../trips/words'),
  ]);
  await prepare();
  return { default: StopTold };
});

const back = () => history.back();

export function Screens({ code, onEnrol }: { code: string; onEnrol: Boot['enrol'] }) {
  const { t } = useTranslation();
  const { visit, data } = usePhone();
  const [page, what, step] = useRoute();
  const outlet = data.outlets.find(({ id }) => id === Number(what));
  const stop = data.plan?.stops.find((s) => s.outlet_id === Number(what));
  const name = outlet?.name ?? stop?.outlet_name ?? '';

  // Steps have a frame of their own.
  if (page === 'visit' && what && visit)
    return (
      <Suspense fallback={null}>
        <VisitSteps
          visitId={visit.id}
          outletId={visit.outlet_id}
          step={what}
          onStep={(step) => (step ? go('visit', step) : back())}
        />
      </Suspense>
    );
  // An order that was sent, or a step without a visit.
  if (page === 'at' && what && step)
    return (
      <Suspense fallback={null}>
        <VisitSteps
          visitId={null}
          outletId={Number(what)}
          step={step}
          onStep={(to) => (to ? go('at', what, to) : back())}
        />
      </Suspense>
    );
  const framed: { [page: string]: () => React.ReactNode } = {
    'new-outlet': () => <NewOutlet onDone={back} />,
    pin: () => <PinProposal outletId={Number(what)} onDone={back} />,
    expense: () => <Expense onDone={back} />,
    'van-count': () => <VanCount onDone={back} />,
    stop: () => <StopTold orderId={what ?? ''} onDone={back} />,
  };
  const own = page ? framed[page] : undefined;
  if (own) return <Suspense fallback={null}>{own()}</Suspense>;

  const screen = (title: string, content: React.ReactNode, tab?: 'today' | 'day' | 'outbox' | 'more') => (
    <Frame key={page ?? 'today'} title={title} tab={tab}>
      <Notices code={code} onEnrol={onEnrol} />
      <Suspense fallback={<span className="m-wait" />}>{content}</Suspense>
    </Frame>
  );
  switch (page) {
    case 'visit':
      return visit
        ? screen(t('call.title'), <Call visit={visit} />)
        : screen(t('today.title'), <Today />, 'today');
    case 'check-out':
      return screen(t('check_out.title'), <CheckOut />);
    case 'check-in':
      return screen(name, <CheckIn outletId={Number(what)} />);
    case 'not-visited':
      return screen(name, <NotVisited outletId={Number(what)} />);
    case 'outlet':
      return screen(name, <OutletPage outletId={Number(what)} />);
    case 'day':
      return screen(t('day.title'), <OwnDay date={what ?? null} />, 'day');
    case 'appeal':
      return screen(t('appeal.title'), <Appeal visitId={what ?? ''} />);
    case 'outbox':
      return screen(t('outbox.title'), <Outbox />, 'outbox');
    case 'more':
      return screen(t('more.title'), <More />, 'more');
    case 'trips':
      return screen(t('trips.title'), <Trips />);
    case 'messages':
      return screen(t('messages.title'), <Messages />);
    case 'leave':
      return screen(t('leave.title'), <Leave />);
    case 'tracking':
      return screen(t('tracking.title'), <Tracking />);
    case 'sos':
      return screen(t('sos.title'), <Sos />);
    case 'sign-out':
      return screen(t('sign_out.title'), <SignOut />);
    default:
      return screen(t('today.title'), <Today />, 'today');
  }
}
