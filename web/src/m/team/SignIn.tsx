// A supervisor signs in by name and password; in a demo company as one of its people. Says so where a session ran out.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/client';
import { publicInfo } from '../../api/queries';
import { LanguagePick } from '../app/LanguagePick';
import { LEADS, unmarkSupervisor } from '../app/supervisor';
import { go } from '../route';
import { signIn, signInAs } from './client';
import { useRefusal } from './say';

export function SignIn({ expired, fault }: { expired: boolean; fault: unknown }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const info = useQuery(publicInfo).data;
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const id = useId();
  const enter = useMutation({ mutationFn: () => signIn(login.trim(), password) });
  const enterAs = useMutation({ mutationFn: signInAs });
  const personas = info?.demo ? (info.personas ?? []).filter(({ role }) => LEADS.includes(role)) : [];
  const failure = enter.error ?? enterAs.error ?? fault;
  const wrong = failure instanceof Problem && failure.status === 401;
  const busy = enter.isPending || enterAs.isPending;
  return (
    <main className="m-full">
      <img className="m-logo" src="/m/icon.svg" alt="" />
      <h1>{t('team.sign_in.title')}</h1>
      {expired && (
        <p className="m-note" role="alert">
          {t('team.sign_in.expired')}
        </p>
      )}
      <form
        className="m-list"
        onSubmit={(event) => {
          event.preventDefault();
          if (login.trim() && password && !busy) enter.mutate();
        }}
      >
        <label className="m-field">
          {t('team.sign_in.login')}
          <input
            value={login}
            onChange={(event) => setLogin(event.target.value)}
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            aria-invalid={wrong}
            aria-describedby={id}
          />
        </label>
        <label className="m-field">
          {t('team.sign_in.password')}
          <input
            type="password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            autoComplete="current-password"
            aria-invalid={wrong}
            aria-describedby={id}
          />
        </label>
        <div role="alert" id={id}>
          {failure ? (
            <p className="m-note" data-tone="bad">
              {wrong ? t('team.sign_in.wrong') : refusal(failure)}
            </p>
          ) : null}
        </div>
        <button
          type="submit"
          className="m-button"
          data-kind="main"
          disabled={busy || !login.trim() || !password}
        >
          {enter.isPending ? t('team.sign_in.busy') : t('team.sign_in.go')}
        </button>
      </form>
      {personas.length > 0 && (
        <section className="m-list" aria-labelledby={`${id}demo`}>
          <h2 id={`${id}demo`} className="m-head">
            {t('team.sign_in.demo')}
          </h2>
          {personas.map((persona) => (
            <button
              key={persona.login}
              type="button"
              className="m-item"
              data-persona={persona.login}
              disabled={busy}
              onClick={() => enterAs.mutate(persona.login)}
            >
              <span className="m-item-words">
                <strong>{persona.name}</strong>
                <span className="m-dim">
                  {[t(`role.${persona.role}`), persona.org_unit].filter(Boolean).join(' · ')}
                </span>
              </span>
            </button>
          ))}
        </section>
      )}
      <button
        type="button"
        className="m-button"
        data-kind="quiet"
        onClick={() => {
          unmarkSupervisor();
          go('enrol');
        }}
      >
        {t('team.sign_in.rep')}
      </button>
      <LanguagePick />
    </main>
  );
}
