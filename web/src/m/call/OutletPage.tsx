// An outlet before the visit: what is known of it, the way there, and what can be done.
import { lazy } from 'react';
import { Icon } from '../app/icons';
import { usePhone } from '../phone';
import { href } from '../route';
import { useSay } from '../say';
import { isOpen, offers } from '../visit/offers';
import { navigate, placeOf } from './place_of';

const OutletCard = lazy(() => import('../visit/OutletCard').then((m) => ({ default: m.OutletCard })));

export function OutletPage({ outletId }: { outletId: number }) {
  const { data, visit, outbox } = usePhone();
  const { t, dateOf } = useSay();
  const place = placeOf(data, outletId);
  if (!place) return <p className="m-card m-dim">{t('outlet.unknown')}</p>;
  const here = visit?.outlet_id === outletId;
  const open = offers(outbox, data.quotations, dateOf(Date.now())).filter(
    (offer) => offer.outlet_id === outletId && isOpen(offer),
  );
  return (
    <>
      <div className="m-buttons">
        {here ? (
          <a className="m-button" data-kind="main" href={href('visit')}>
            {t('today.go_on')}
          </a>
        ) : (
          <a className="m-button" data-kind="main" href={href('check-in', outletId)}>
            {t('outlet.check_in')}
          </a>
        )}
        {place.pin && (
          <button type="button" className="m-button" onClick={() => navigate(place)}>
            <Icon sign="way" />
            {t('outlet.way')}
          </button>
        )}
      </div>
      {open.length > 0 && (
        <a className="m-item" href={href('at', outletId, 'offers')}>
          <span className="m-item-words">{t('outlet.offers', { count: open.length })}</span>
          <Icon sign="go" />
        </a>
      )}
      <OutletCard outletId={outletId} />
      <div className="m-buttons">
        <a className="m-button" data-kind="quiet" href={href('not-visited', outletId)}>
          {t('outlet.not_visited')}
        </a>
        <a className="m-button" data-kind="quiet" href={href('pin', outletId)}>
          {t('outlet.pin')}
        </a>
      </div>
    </>
  );
}
