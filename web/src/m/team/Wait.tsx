// One thing that waits: by its kind the screen that shows what it means and takes the decision.
import { useSay } from './say';
import { WaitAbsence } from './WaitAbsence';
import { WaitOrder } from './WaitOrder';
import { WaitOutlet } from './WaitOutlet';
import { WaitPin } from './WaitPin';
import { WaitVisit } from './WaitVisit';

export function Wait({ kind, id }: { kind: string; id: string }) {
  const { t } = useSay();
  switch (kind) {
    case 'absence':
      return <WaitAbsence id={id} />;
    case 'order':
      return <WaitOrder id={id} />;
    case 'outlet':
      return <WaitOutlet id={id} />;
    case 'pin':
      return <WaitPin id={Number(id)} />;
    case 'visit':
    case 'appeal':
      return <WaitVisit id={id} />;
    default:
      return <p className="m-card m-dim">{t('team.problem.not_found')}</p>;
  }
}
