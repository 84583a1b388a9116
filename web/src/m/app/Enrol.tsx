// A phone becomes a rep's: by the code that the office gives, typed, from a link, or read by the camera. Supervisors go
// on to their own part, where they sign in by name.
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf, demoMark } from '../boot';
import type { EnrolFault } from '../engine/http';
import { goInstead, href, useRoute } from '../route';
import { Icon } from './icons';
import { LanguagePick } from './LanguagePick';
import { canScan, ScanCode } from './ScanCode';
import { supervisorIsHere } from './supervisor';

export interface EnrolProps {
  code: string;
  busy: boolean;
  fault: EnrolFault | null;
  onEnrol: (code: string) => void;
}

export function Enrol({ wiped, ...props }: EnrolProps & { wiped: boolean }) {
  const { t } = useTranslation();
  // Who has said so wants to enrol, also on a phone that a supervisor uses; so does who opened a demo phone.
  const [chosen] = useRoute();
  const asks = chosen !== 'enrol' && !props.code && !demoMark();
  useEffect(() => {
    if (!asks) return;
    let gone = false;
    void supervisorIsHere().then((here) => here && !gone && goInstead('team'));
    return () => {
      gone = true;
    };
  }, [asks]);
  return (
    <main className="m-full">
      <img className="m-logo" src="/m/icon.svg" alt="" />
      <h1>{t('enrol.title')}</h1>
      {wiped && (
        <p className="m-note" data-tone="bad" role="alert">
          {t('enrol.wiped')}
        </p>
      )}
      <p>{t('enrol.how')}</p>
      <EnrolForm {...props} />
      <a className="m-more" href={href('team')}>
        {t('enrol.supervisor')}
        <Icon sign="go" />
      </a>
      <LanguagePick />
    </main>
  );
}

export function EnrolForm({ code: first, busy, fault, onEnrol }: EnrolProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState(first);
  const [scanning, setScanning] = useState(false);
  const id = useId();
  const read = (text: string) => {
    setScanning(false);
    setCode(codeOf(text));
  };
  return (
    <form
      className="m-list"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim()) onEnrol(code);
      }}
    >
      <label className="m-field m-code">
        {t('enrol.code')}
        <input
          value={code}
          onChange={(event) => setCode(event.target.value)}
          autoCapitalize="characters"
          autoComplete="one-time-code"
          autoCorrect="off"
          spellCheck={false}
          aria-describedby={fault ? id : undefined}
          aria-invalid={fault === 'refused'}
        />
      </label>
      <div role="alert" id={id}>
        {fault && (
          <p className="m-note" data-tone="bad">
            {t(`enrol.fault.${fault}`)}
          </p>
        )}
      </div>
      <button type="submit" className="m-button" data-kind="main" disabled={busy || !code.trim()}>
        {busy ? t('enrol.busy') : t('enrol.go')}
      </button>
      {canScan() &&
        (scanning ? (
          <ScanCode onRead={read} onClose={() => setScanning(false)} />
        ) : (
          <button type="button" className="m-button" onClick={() => setScanning(true)}>
            {t('enrol.scan')}
          </button>
        ))}
    </form>
  );
}
