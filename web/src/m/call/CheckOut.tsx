// Check-out: takes one last fix, and asks why there was no order where there was none.
import { useState } from 'react';
import { usePhone } from '../phone';
import { goInstead } from '../route';
import { useSay } from '../say';
import { ReasonPick } from './ReasonPick';

export function CheckOut() {
  const { visit, outbox, config, data, locate, checkOut } = usePhone();
  const { t, duration } = useSay();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  if (!visit) return <p className="m-card">{t('check_out.none')}</p>;
  const ordered = outbox.some(
    ({ kind, visit_id, state, status }) =>
      kind === 'order' && visit_id === visit.id && state !== 'refused' && status?.status !== 'invalid',
  );
  const long = Date.now() - visit.at;
  const reasons = data.reasons.groups.some((group) =>
    group.reasons.some(({ uses }) => uses.includes('non_productive')),
  );
  const leave = async () => {
    setBusy(true);
    const { fix } = await locate();
    await checkOut(fix, ordered ? undefined : reason || undefined);
    goInstead();
  };
  return (
    <>
      {long < config.dwell_min_s * 1000 && (
        <p className="m-note">
          {t('check_out.short', { time: duration(long), least: duration(config.dwell_min_s * 1000) })}
        </p>
      )}
      {ordered ? (
        <p className="m-note" data-tone="good">
          {t('check_out.ordered')}
        </p>
      ) : (
        <section className="m-card">
          <h2>{t('check_out.why')}</h2>
          <ReasonPick use="non_productive" chosen={reason} onChoose={setReason} />
        </section>
      )}
      <button
        type="button"
        className="m-button"
        data-kind="main"
        disabled={busy || (!ordered && reasons && !reason)}
        onClick={() => void leave()}
      >
        {busy ? t('check_out.locating') : t('check_out.go')}
      </button>
    </>
  );
}
