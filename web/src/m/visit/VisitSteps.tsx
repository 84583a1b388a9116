// The visit at an outlet: what there is to do, what is asked for, how far each is; and the step that is open.
import './visit.css';
import { lazy, type ReactNode, Suspense } from 'react';
import { usePhone } from '../phone';
import { DoneHere } from './DoneHere';
import { StepMark } from './StepMark';
import type { StepProps } from './step';
import { useUnsent } from './useUnsent';
import { useWords } from './useWords';
import { type Step, stepsOf } from './visit_steps';

// Each by itself: who only takes an order loads no questionnaire. The service worker keeps them all.
const OrderStep = lazy(() => import('./OrderStep').then((m) => ({ default: m.OrderStep })));
const OrderSent = lazy(() => import('./OrderSent').then((m) => ({ default: m.OrderSent })));
const OffersStep = lazy(() => import('./OffersStep').then((m) => ({ default: m.OffersStep })));
const OfferSent = lazy(() => import('./OfferSent').then((m) => ({ default: m.OfferSent })));
const CollectStep = lazy(() => import('./CollectStep').then((m) => ({ default: m.CollectStep })));
const CountStep = lazy(() => import('./CountStep').then((m) => ({ default: m.CountStep })));
const FormStep = lazy(() => import('./FormStep').then((m) => ({ default: m.FormStep })));
const PhotoStep = lazy(() => import('./PhotoStep').then((m) => ({ default: m.PhotoStep })));
const DisplayStep = lazy(() => import('./DisplayStep').then((m) => ({ default: m.DisplayStep })));
const CompetitorStep = lazy(() => import('./CompetitorStep').then((m) => ({ default: m.CompetitorStep })));
const TasksStep = lazy(() => import('./TasksStep').then((m) => ({ default: m.TasksStep })));
const NoteStep = lazy(() => import('./NoteStep').then((m) => ({ default: m.NoteStep })));
const ReturnStep = lazy(() => import('./ReturnStep').then((m) => ({ default: m.ReturnStep })));

export interface VisitStepsProps {
  /** Null: from the outlet's page, without a visit. */
  visitId: string | null;
  outletId: number;
  /** The open one, as the address has it; null is the list. */
  step: string | null;
  onStep: (step: string | null) => void;
}

export function VisitSteps({ visitId, outletId, step, onStep }: VisitStepsProps) {
  const props: StepProps = { visitId, outletId, onDone: () => onStep(null) };
  const open = step === null ? null : stepAt(step, props, onStep);
  // One frame for all: a step that is not here any more leads back to the list.
  return open ? (
    <Suspense fallback={<div className="v-loading" aria-busy="true" />}>{open}</Suspense>
  ) : (
    <StepList visitId={visitId} outletId={outletId} onStep={onStep} />
  );
}

function stepAt(step: string, props: StepProps, onStep: (step: string | null) => void): ReactNode {
  const [kind = '', ...rest] = step.split(' ');
  const which = rest.join(' ');
  switch (kind) {
    case 'order':
      return <OrderStep key={which} {...props} changes={which || null} />;
    case 'sent':
      return <OrderSent {...props} orderId={which} onStep={onStep} />;
    case 'offers':
      return <OffersStep {...props} onStep={onStep} />;
    case 'offer':
      return <OfferSent key={which} {...props} offerId={which} onStep={onStep} />;
    case 'collection':
      return <CollectStep {...props} />;
    case 'stock_count':
      return <CountStep {...props} />;
    case 'form':
      return <FormStep {...props} code={which} />;
    case 'photo':
      return <PhotoStep {...props} />;
    case 'display':
      return <DisplayStep {...props} programme={which} />;
    case 'competitor':
      return <CompetitorStep {...props} />;
    case 'tasks':
      return <TasksStep {...props} />;
    case 'note':
      return <NoteStep {...props} />;
    case 'return':
      return <ReturnStep {...props} />;
    default:
      return null;
  }
}

function StepList({ visitId, outletId, onStep }: Omit<VisitStepsProps, 'step'>) {
  const { t, today } = useWords();
  const { data, outbox } = usePhone();
  const steps = stepsOf(data, outbox, outletId, visitId, today());
  const unsent = useUnsent(steps, visitId, outletId);
  return (
    <div className="v-visit">
      <ul className="v-steps" aria-label={t('visit.steps')}>
        {steps.map((step) => (
          <li key={step.at}>
            <button type="button" onClick={() => onStep(step.at)} data-state={step.state}>
              <StepMark kind={step.kind} />
              <span className="v-step-name">
                <b>
                  <StepName step={step} />
                </b>
                <StepSays step={step} />
              </span>
              {unsent.has(step.at) ? (
                <span className="v-state" data-state="must">
                  ✎ {t('visit.unsent')}
                </span>
              ) : (
                <StepState step={step} />
              )}
            </button>
          </li>
        ))}
      </ul>
      <DoneHere visitId={visitId} onStep={onStep} />
    </div>
  );
}

function StepName({ step }: { step: Step }) {
  const { t, said } = useWords();
  return step.name === null ? t(`visit.step.${step.kind}`) : said(step.name);
}

function StepSays({ step }: { step: Step }) {
  const { t, number } = useWords();
  const says = [
    step.name !== null && t(`visit.step.${step.kind}`),
    step.required && t('visit.required'),
    step.open > 0 &&
      (step.kind === 'offers'
        ? t('outlet.offers', { count: step.open })
        : t('visit.open', { count: step.open, n: number(step.open) })),
  ].filter(Boolean);
  return says.length > 0 ? <span className="v-dim">{says.join(' · ')}</span> : null;
}

/** The shape tells the state, and the word; colour only helps. */
function StepState({ step }: { step: Step }) {
  const { t } = useWords();
  if (step.state === 'open')
    return step.required ? (
      <span className="v-state" data-state="must">
        ○ {t('visit.must')}
      </span>
    ) : (
      <span className="v-state" aria-hidden="true">
        ›
      </span>
    );
  const sign = { done: '✓', sent: '✓', waiting: '↑', waits: '…', refused: '!' }[step.state];
  return (
    <span className="v-state" data-state={step.state}>
      {sign} {t(`visit.state.${step.state}`)}
    </span>
  );
}
