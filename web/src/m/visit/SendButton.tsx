// The button that keeps what was made: once, however often it is tapped, and it says where the phone could not.
import { type ReactNode, useRef, useState } from 'react';
import { useWords } from './useWords';

const PATIENT_MS = 400;

export function SendButton({
  onSend,
  disabled = false,
  bad = false,
  plain = false,
  patient = false,
  children,
}: {
  /** May keep nothing and return, where something is wrong that is said in place. */
  onSend: () => Promise<void>;
  disabled?: boolean;
  bad?: boolean;
  /** Not the first thing to do here. */
  plain?: boolean;
  /** Another button stood here a moment ago: a second tap on that is not meant for this one. */
  patient?: boolean;
  children: ReactNode;
}) {
  const { t } = useWords();
  // A state would come too late for a second tap.
  const busy = useRef(false);
  const [failed, setFailed] = useState(false);
  const [born] = useState(Date.now);
  const send = async () => {
    if (busy.current || (patient && Date.now() - born < PATIENT_MS)) return;
    busy.current = true;
    setFailed(false);
    try {
      await onSend();
    } catch {
      setFailed(true);
    } finally {
      busy.current = false;
    }
  };
  return (
    <>
      {failed && (
        <p className="v-wrong" role="alert">
          {t('visit.not_kept')}
        </p>
      )}
      <button
        type="button"
        className="v-button"
        data-main={bad || plain ? undefined : true}
        data-bad={bad || undefined}
        disabled={disabled}
        onClick={send}
      >
        {children}
      </button>
    </>
  );
}
