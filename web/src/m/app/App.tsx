// The rep's app: what stands in the way of working, or the phone itself.
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Boot } from '../boot';
import { PhoneContext } from '../phone';
import { Enrol } from './Enrol';
import { Screens } from './Screens';

export function App({ boot }: { boot: Boot }) {
  const { t } = useTranslation();
  const at = useSyncExternalStore(boot.subscribe, boot.phase);
  switch (at.phase) {
    case 'opening':
      return <Opening />;
    case 'insecure':
      return <Stopped title={t('stopped.insecure')} text={t('stopped.insecure_do')} />;
    case 'no_storage':
      return <Stopped title={t('stopped.no_storage')} text={t('stopped.no_storage_do')} />;
    case 'elsewhere':
      return (
        <Stopped title={t('stopped.elsewhere')} text={t('stopped.elsewhere_do')}>
          <button type="button" className="m-button" data-kind="main" onClick={boot.takeOver}>
            {t('stopped.take_over')}
          </button>
        </Stopped>
      );
    case 'enrol':
      return (
        <Enrol
          code={at.code}
          busy={at.busy}
          fault={at.fault}
          wiped={at.wiped}
          onEnrol={(code) => void boot.enrol(code)}
        />
      );
    case 'running':
      return (
        <PhoneContext value={at.source}>
          <Screens code={boot.code} onEnrol={boot.enrol} />
        </PhoneContext>
      );
  }
}

export function Opening() {
  return (
    <main className="m-full" aria-busy="true">
      <h1 className="m-hidden">Fieldbeat</h1>
      <span className="m-wait" />
    </main>
  );
}

function Stopped({ title, text, children }: { title: string; text: string; children?: React.ReactNode }) {
  return (
    <main className="m-full">
      <img className="m-logo" src="/m/icon.svg" alt="" />
      <h1>{title}</h1>
      <p>{text}</p>
      {children}
    </main>
  );
}
