// What a rep must know before anything else on any screen: no token, no room, a newer app.
import { useState } from 'react';
import type { Boot } from '../boot';
import type { EnrolFault } from '../engine/http';
import { usePhone } from '../phone';
import { useSay } from '../say';
import { update, useUpdate } from '../updates';
import { EnrolForm } from './Enrol';

export function Notices({ code, onEnrol }: { code: string; onEnrol: Boot['enrol'] }) {
  const { link, storage_fault, visit, rep } = usePhone();
  const { t, clock } = useSay();
  const newer = useUpdate();
  return (
    <>
      {link.state === 'unauthorized' && <EnrolAgain code={code} onEnrol={onEnrol} />}
      {code && link.state === 'online' && (
        <p className="m-note">{t('notice.code_unused', { name: rep.name })}</p>
      )}
      {link.state === 'superseded' && (
        <p className="m-note">{t('notice.superseded', { time: clock(link.retry_at) })}</p>
      )}
      {storage_fault && (
        <p className="m-note" data-tone="bad" role="alert">
          {t('notice.storage')}
        </p>
      )}
      {(newer || link.state === 'outdated') && !visit && (
        <div className="m-note" data-tone="plain">
          <p>{link.state === 'outdated' && !newer ? t('notice.outdated') : t('notice.update')}</p>
          <button
            type="button"
            className="m-button"
            data-kind="main"
            onClick={newer ? update : () => location.reload()}
          >
            {t('notice.update_now')}
          </button>
        </div>
      )}
    </>
  );
}

function EnrolAgain({ code: first, onEnrol }: { code: string; onEnrol: Boot['enrol'] }) {
  const { t } = useSay();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<EnrolFault | null>(null);
  return (
    <div className="m-note" data-tone="bad">
      <p>{t('notice.unauthorized')}</p>
      <EnrolForm
        code={first}
        busy={busy}
        fault={fault}
        onEnrol={async (code) => {
          setBusy(true);
          setFault(await onEnrol(code));
          setBusy(false);
        }}
      />
    </div>
  );
}
