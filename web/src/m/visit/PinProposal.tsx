// "The pin is wrong here": proposes where the outlet stands, for the office to decide.
import { useState } from 'react';
import { metres } from '../engine/geo';
import { usePhone } from '../phone';
import type { Fix } from '../protocol';
import { Here } from './Here';
import { SendButton } from './SendButton';
import { Field, Notice, StepFrame } from './StepFrame';
import { useWords } from './useWords';

const REASON_MAX = 200;

export function PinProposal({ outletId, onDone }: { outletId: number; onDone: () => void }) {
  const { t, number } = useWords();
  const { data, record, visit } = usePhone();
  const [fix, setFix] = useState<Fix | null>(null);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const outlet = data.outlets.find(({ id }) => id === outletId);
  const pin =
    outlet && outlet.lat !== null && outlet.lng !== null ? { lat: outlet.lat, lng: outlet.lng } : null;
  const send = async () => {
    setTried(true);
    if (!fix) return;
    const why = reason.trim();
    await record(
      'pin_proposal',
      { outlet: outletId, lat: fix.lat, lng: fix.lng, ...(why ? { reason: why } : {}) },
      { visit_id: visit?.outlet_id === outletId ? visit.id : null },
    );
    onDone();
  };
  return (
    <StepFrame
      title={t('visit.pin.title')}
      onBack={onDone}
      foot={<SendButton onSend={send}>{t('visit.pin.send')}</SendButton>}
    >
      <Notice>
        <b>{outlet?.name}</b>
        <p>{t('visit.pin.how')}</p>
      </Notice>
      <Here fix={fix} onFix={setFix} wrong={tried && !fix && t('visit.place.needed')} />
      {fix && pin && <p>{t('visit.pin.distance', { metres: number(Math.round(metres(pin, fix))) })}</p>}
      <Field label={t('visit.pin.reason')}>
        {(field) => (
          <input
            {...field}
            autoComplete="off"
            maxLength={REASON_MAX}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
        )}
      </Field>
    </StepFrame>
  );
}
