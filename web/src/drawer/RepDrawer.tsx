// The right drawer: a rep's day, one step further a visit, and one more an order of it. Which of them is in the
// address.
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../board/rows';
import { InDrawer } from './OrderLink';
import { RepDayPanel, Waiting } from './RepDayPanel';
import './drawer.css';

const VisitPanel = lazy(async () => ({ default: (await import('./VisitPanel')).VisitPanel }));
const OrderPanel = lazy(async () => ({ default: (await import('./OrderPanel')).OrderPanel }));

export interface DrawerProps {
  rep: number;
  row: Row | undefined;
  visit: string | undefined;
  order: string | undefined;
  date: string;
  today: string;
  following: boolean;
  onFollow: (on: boolean) => void;
  writing: boolean;
  /** Left out for who may not write to reps. */
  onWriting: ((on: boolean) => void) | undefined;
  onDate: (date: string | undefined) => void;
  onVisit: (visit: string | undefined) => void;
  onOrder: (order: string | undefined) => void;
  onClose: () => void;
}

export function RepDrawer(props: DrawerProps) {
  const { t } = useTranslation();
  /** On a phone: over the whole map, or with the map above it. */
  const [tall, setTall] = useState(false);
  return (
    <section
      className="fb-drawer"
      data-tall={tall || undefined}
      aria-label={props.order ? t('board.order') : props.visit ? t('visit.title') : t('day.title')}
    >
      <button
        type="button"
        className="fb-drawer-handle"
        aria-expanded={tall}
        aria-label={t('board.sheet')}
        onClick={() => setTall(!tall)}
      />
      {props.order ? (
        <Suspense fallback={<Waiting />}>
          <OrderPanel id={props.order} onBack={() => props.onOrder(undefined)} onClose={props.onClose} />
        </Suspense>
      ) : props.visit ? (
        <InDrawer value={true}>
          <Suspense fallback={<Waiting />}>
            <VisitPanel
              id={props.visit}
              repName={props.row?.name}
              onBack={() => props.onVisit(undefined)}
              onClose={props.onClose}
            />
          </Suspense>
        </InDrawer>
      ) : (
        <RepDayPanel {...props} />
      )}
    </section>
  );
}
