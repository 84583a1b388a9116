// The company's privacy notice in the reader's language, and the rep's answer to it. What an answer means is the server's.
import { useState } from 'react';
import { LANGUAGES } from '../i18n';
import { usePhone } from '../phone';
import type { Decision } from '../protocol';
import { useSay } from '../say';
import { answerOf } from './consent';

export function Notice({ asked = false }: { asked?: boolean }) {
  const { data, outbox, session, answerNotice } = usePhone();
  const { t, language, moment } = useSay();
  const [leaving, setLeaving] = useState(false);
  const { privacy } = data;
  const notice = privacy?.notice;
  if (!privacy || !notice) return null;
  const said = answerOf(privacy, outbox);
  const required = privacy.policy === 'required';
  const read = LANGUAGES.find(({ code }) => code === language)?.code ?? 'en';
  const answer = (decision: Decision) => {
    setLeaving(false);
    void answerNotice(notice.version, read, decision);
  };
  const given = said?.decision === 'given';
  const current = said?.version === notice.version;
  return (
    <section className="m-card" aria-labelledby="notice" data-testid="privacy-notice">
      <h2 id="notice">{t('consent.title')}</h2>
      <p className="m-dim">
        {t('consent.version', { version: notice.version, at: moment(notice.published_at) })}
      </p>
      {asked && said && !current && <p className="m-note">{t('consent.newer')}</p>}
      <p className="m-notice">{notice.texts[read] ?? notice.texts.en}</p>
      {said && !(asked && !current) && (
        <p role="status" data-testid="consent-answer">
          {t(`consent.said.${said.decision}`, { at: moment(said.at) })}
        </p>
      )}
      {required && !given && (
        <p className="m-note" data-tone="bad">
          {t('consent.required')}
        </p>
      )}
      {given && current ? (
        leaving ? (
          <div className="m-note" data-tone="bad">
            <p>{required && session ? t('consent.withdraw_ends') : t('consent.withdraw_sure')}</p>
            <div className="m-buttons">
              <button type="button" className="m-button" data-kind="bad" onClick={() => answer('withdrawn')}>
                {t('consent.withdraw')}
              </button>
              <button type="button" className="m-button" data-kind="quiet" onClick={() => setLeaving(false)}>
                {t('consent.keep')}
              </button>
            </div>
          </div>
        ) : (
          <button type="button" className="m-button" data-kind="quiet" onClick={() => setLeaving(true)}>
            {t('consent.withdraw')}
          </button>
        )
      ) : (
        <div className="m-buttons">
          <button type="button" className="m-button" data-kind="main" onClick={() => answer('given')}>
            {t('consent.give')}
          </button>
          {!(said && current) && (
            <button type="button" className="m-button" data-kind="quiet" onClick={() => answer('declined')}>
              {t('consent.decline')}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
