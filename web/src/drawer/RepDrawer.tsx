// The right drawer: a rep's day, and one step further a visit. Which of the two is in the address.
import { useTranslation } from 'react-i18next';
import type { Row } from '../board/rows';
import { RepDayPanel } from './RepDayPanel';
import { VisitPanel } from './VisitPanel';
import './drawer.css';

export interface DrawerProps {
  rep: number;
  row: Row | undefined;
  visit: string | undefined;
  date: string;
  today: string;
  following: boolean;
  onFollow: (on: boolean) => void;
  onDate: (date: string | undefined) => void;
  onVisit: (visit: string | undefined) => void;
  onClose: () => void;
}

export function RepDrawer(props: DrawerProps) {
  const { t } = useTranslation();
  return (
    <section className="fb-drawer" aria-label={props.visit ? t('visit.title') : t('day.title')}>
      {props.visit ? (
        <VisitPanel
          id={props.visit}
          repName={props.row?.name}
          onBack={() => props.onVisit(undefined)}
          onClose={props.onClose}
        />
      ) : (
        <RepDayPanel {...props} />
      )}
    </section>
  );
}
