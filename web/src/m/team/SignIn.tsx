// A supervisor signs in by name and password, with the code of an app where that is asked for; in a demo company as one of
// its people. Says so where a session ran out.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/client';
import { publicInfo } from '../../api/queries';
import type { Role } from '../../api/types';
import { LanguagePick } from '../app/LanguagePick';
import { unmarkSupervisor } from '../app/supervisor';
import { go } from '../route';
import { signIn, signInAs } from './client';
import { useRefusal } from './say';

/** Of a demo company's people, those with a team to look after. */
const LEADERS: readonly Role[] = ['administrator', 'director', 'regional_manager', 'supervisor'];

export function SignIn({ expired, fault }: { expired: boolean; fault: unknown }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const info = useQuery(publicInfo).data;
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  /** The password was right: a code is wanted beside it. */
  const [second, setSecond] = useState(false);
  const codeField = useRef<HTMLInputElement>(null);
  const id = useId();
  const enter = useMutation({
    mutationFn: () => signIn(login.trim(), password, second ? code.trim() : undefined),
    onError: (error) => {
      if (isCode(error, 'second_factor_required')) setSecond(true);
      else codeField.current?.select();
    },
  });
  useEffect(() => {
    if (second) codeField.current?.focus();
  }, [second]);
  const enterAs = useMutation({ mutationFn: signInAs });
  const personas = info?.demo ? (info.personas ?? []).filter(({ role }) => LEADERS.includes(role)) : [];
  const asked = isCode(enter.error, 'second_factor_required');
  const failure = asked ? null : (enter.error ?? enterAs.error ?? fault);
  const wrongCode = isCode(failure, 'wrong_code');
  const wrong = !wrongCode && failure instanceof Problem && failure.status === 401;
  const ready = login.trim() && password && (!second || code.trim());
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
          if (ready && !busy) enter.mutate();
        }}
      >
        <label className="m-field">
          {t('team.sign_in.login')}
          <input
            value={login}
            onChange={(event) => {
              setLogin(event.target.value);
              setSecond(false);
            }}
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
        {second && (
          <label className="m-field">
            {t('team.sign_in.code')}
            <input
              ref={codeField}
              value={code}
              onChange={(event) => setCode(event.target.value)}
              autoComplete="one-time-code"
              autoCapitalize="characters"
              autoCorrect="off"
              spellCheck={false}
              maxLength={20}
              aria-invalid={wrongCode}
              aria-describedby={id}
            />
            <span className="m-dim">{t('team.sign_in.code_what')}</span>
          </label>
        )}
        <div role="alert" id={id}>
          {failure ? (
            <p className="m-note" data-tone="bad">
              {wrongCode ? t('team.sign_in.wrong_code') : wrong ? t('team.sign_in.wrong') : refusal(failure)}
            </p>
          ) : null}
        </div>
        <button type="submit" className="m-button" data-kind="main" disabled={busy || !ready}>
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

const isCode = (error: unknown, code: string): boolean => error instanceof Problem && error.code === code;
