// The visit does not take place: put off to another date, called off, or missed. Always with a reason.
import { useState } from 'react';
import { shiftDate } from '../../format/format';
import { usePhone } from '../phone';
import { goInstead } from '../route';
import { useSay } from '../say';
import { ReasonPick } from './ReasonPick';

const WAYS = ['rescheduled', 'cancelled', 'missed'] as const;
type Way = (typeof WAYS)[number];

export function NotVisited({ outletId }: { outletId: number }) {
  const { cancelVisit, missStop } = usePhone();
  const { t, dateOf } = useSay();
  const tomorrow = shiftDate(dateOf(Date.now()), 1);
  const [way, setWay] = useState<Way>('rescheduled');
  const [date, setDate] = useState(tomorrow);
  const [reason, setReason] = useState('');
  const say = async () => {
    if (way === 'missed') await missStop(outletId, reason);
    else await cancelVisit(outletId, reason, way === 'rescheduled' ? date : undefined);
    goInstead();
  };
  return (
    <form
      className="m-list"
      onSubmit={(event) => {
        event.preventDefault();
        void say();
      }}
    >
      <fieldset className="m-pick">
        <legend>{t('not_visited.what')}</legend>
        {WAYS.map((value) => (
          <label key={value} className="m-option">
            <input
              type="radio"
              name="way"
              checked={way === value}
              onChange={() => {
                setWay(value);
                setReason('');
              }}
            />
            {t(`not_visited.${value}`)}
          </label>
        ))}
      </fieldset>
      {way === 'rescheduled' && (
        <label className="m-field">
          {t('not_visited.date')}
          <input
            type="date"
            value={date}
            min={tomorrow}
            onChange={(event) => setDate(event.target.value)}
            required
          />
        </label>
      )}
      <section className="m-card">
        <h2>{t('not_visited.why')}</h2>
        <ReasonPick use={way} chosen={reason} onChoose={setReason} />
      </section>
      <button
        type="submit"
        className="m-button"
        data-kind="main"
        disabled={!reason || (way === 'rescheduled' && !date)}
      >
        {t('not_visited.go')}
      </button>
    </form>
  );
}
