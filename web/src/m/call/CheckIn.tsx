// Check-in: asks where the phone is now, says how far that is from the outlet, and lets the rep go on in any case. Far away
// or without a place it asks why; the server flags it, this screen refuses nothing.
import { useCallback, useEffect, useState } from 'react';
import { fromPin } from '../engine/geo';
import { type Located, usePhone } from '../phone';
import { goInstead } from '../route';
import { useSay } from '../say';
import { LARGEST_OWN_M, navigate, placeOf } from './place_of';

export function CheckIn({ outletId }: { outletId: number }) {
  const { data, visit, session, rest, locate, checkIn } = usePhone();
  const { t, distance } = useSay();
  const [at, setAt] = useState<Located | null>(null);
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const place = placeOf(data, outletId);
  const look = useCallback(() => {
    setAt(null);
    void locate().then(setAt);
  }, [locate]);
  useEffect(look, [look]);
  if (!place) return <p className="m-card m-dim">{t('outlet.unknown')}</p>;

  const begin = async (reason?: string) => {
    setBusy(true);
    await checkIn(outletId, at?.fix ?? null, reason);
    goInstead('visit');
  };
  const open = visit && visit.outlet_id !== outletId ? placeOf(data, visit.outlet_id) : null;
  const near = at?.fix && place.pin ? fromPin(place.pin, place.radius_m ?? LARGEST_OWN_M, at.fix) : null;
  /** Told in the visit's notes, with how far it was. */
  const noteOf = (said: string) =>
    near
      ? t('check_in.note', { why: said, distance: distance(near.distance_m) })
      : t('check_in.note_no_place', { why: said });
  const needsWhy = at !== null && (at.fix === null || (near?.far ?? false));
  return (
    <>
      {!session && <p className="m-note">{t('check_in.starts')}</p>}
      {rest && <p className="m-note">{t('check_in.ends_break')}</p>}
      {open && <p className="m-note">{t('check_in.closes', { outlet: open.name })}</p>}
      <section className="m-card" aria-live="polite">
        {!at ? (
          <p className="m-row">
            {t('check_in.locating')} <span className="m-wait" />
          </p>
        ) : at.problem ? (
          <p className="m-note" data-tone="bad">
            {t(`place.problem.${at.problem}`)}
          </p>
        ) : !near ? (
          <p>{t('check_in.no_pin')}</p>
        ) : (
          <>
            <p className="m-big" data-testid="distance">
              {distance(near.distance_m)}
            </p>
            <p className="m-dim">
              {t('check_in.from_pin', { accuracy: distance(at.fix.accuracy_m ?? 0) })}{' '}
              {place.radius_m !== null && t('check_in.radius', { radius: distance(place.radius_m) })}
            </p>
            {near.far && <p className="m-note">{t('check_in.far')}</p>}
          </>
        )}
      </section>
      {needsWhy ? (
        <form
          className="m-list"
          onSubmit={(event) => {
            event.preventDefault();
            void begin(noteOf(why.trim()));
          }}
        >
          <label className="m-field">
            {t('check_in.why')}
            <textarea value={why} onChange={(event) => setWhy(event.target.value)} maxLength={500} required />
          </label>
          <div className="m-buttons">
            <button type="button" className="m-button" data-kind="main" onClick={look}>
              {t('check_in.again')}
            </button>
            <button type="submit" className="m-button" disabled={busy || !why.trim()}>
              {t('check_in.anyway')}
            </button>
          </div>
          {place.pin && (
            <button type="button" className="m-button" data-kind="quiet" onClick={() => navigate(place)}>
              {t('outlet.way')}
            </button>
          )}
        </form>
      ) : (
        <button
          type="button"
          className="m-button"
          data-kind="main"
          disabled={!at || busy}
          onClick={() => void begin()}
        >
          {t('check_in.go')}
        </button>
      )}
    </>
  );
}
