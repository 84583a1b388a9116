// What was changed in plans after they were frozen, newest first, each with its reason and approver.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useReasonName } from '../api/reasons';
import { useFormat } from '../format/useFormat';
import { type Deviation, deviations, KINDS } from './plans';
import { Told } from './Told';

export function DeviationList() {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useReasonName();
  const query = useQuery(deviations);
  /** An absence without words of its own gives its kind as the reason. */
  const why = (reason: string) => {
    const kind = KINDS.find((one) => one === reason);
    return kind ? t(`plans.kind.${kind}`) : nameOf(reason);
  };
  return (
    <div className="fb-plans-one">
      <Told query={query} empty={t('plans.no_deviations')}>
        {(list: Deviation[]) => (
          <ul className="fb-plans-rows" aria-label={t('plans.tab.deviations')}>
            {list.map((one) => (
              <li key={one.id}>
                <span>
                  <strong>{t(`plans.changed.${one.change}`)}</strong> {one.outlet_name}{' '}
                  <span className="fb-dim">{one.outlet_code}</span>
                  {one.to_date ? ` → ${format.day(one.to_date)}` : ''}
                  <br />
                  <span className="fb-dim">
                    <Link to="/plans" search={{ tab: 'day', rep: one.rep_id, date: one.date }}>
                      {one.rep_name}, {format.day(one.date)}
                    </Link>{' '}
                    · “{why(one.reason)}” · {one.approved_by ?? t('plans.system')},{' '}
                    {format.clock(one.recorded_at)}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Told>
    </div>
  );
}
