// Where the phone is now, measured on demand and said how exactly.
import { useState } from 'react';
import { usePhone } from '../phone';
import type { Fix } from '../protocol';
import { Notice } from './StepFrame';
import { useWords } from './useWords';

/** Beyond it a pin would be a guess. */
export const EXACT_M = 50;

export function Here({
  fix,
  onFix,
  wrong,
}: {
  fix: Fix | null;
  onFix: (fix: Fix) => void;
  wrong?: string | null | false;
}) {
  const { t, number } = useWords();
  const { locate } = usePhone();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<
    'denied' | 'unavailable' | 'timeout' | 'insecure' | 'unsupported' | null
  >(null);
  const find = async () => {
    setBusy(true);
    setFailed(null);
    const found = await locate();
    setBusy(false);
    if (found.fix) onFix(found.fix);
    else setFailed(found.problem);
  };
  const error = fix?.accuracy_m ?? null;
  return (
    <div className="v-field" data-wrong={wrong ? true : undefined}>
      <p className="v-label">{t('visit.place.title')}</p>
      {fix && (
        <Notice tone={error !== null && error > EXACT_M ? 'care' : 'good'}>
          {error === null
            ? t('visit.place.found')
            : t('visit.place.found_within', { metres: number(Math.round(error)) })}
          {error !== null && error > EXACT_M && <p>{t('visit.place.not_exact')}</p>}
        </Notice>
      )}
      <button type="button" className="v-button" disabled={busy} onClick={find}>
        {busy ? t('visit.place.busy') : fix ? t('visit.place.again') : t('visit.place.find')}
      </button>
      {(failed || wrong) && (
        <p className="v-wrong" role="alert">
          {failed ? t(`visit.place.problem.${failed}`) : wrong}
        </p>
      )}
    </div>
  );
}
