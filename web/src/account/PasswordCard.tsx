// The own password, changed by who knows the one in use.
import { Alert, Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { useFocusFault } from '../app/useFocusFault';
import { Said } from '../records/Said';
import { changePassword, faultAt, newPasswordFault, ownSessions } from './account';
import { type Chosen, NewPassword } from './NewPassword';

const EMPTY: Chosen = { fresh: '', repeat: '' };

export function PasswordCard({ login }: { login: string }) {
  const { t } = useTranslation();
  const [now, setNow] = useState('');
  const [chosen, setChosen] = useState(EMPTY);
  const [tries, setTries] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const change = useMutation({
    mutationFn: () => changePassword(now, chosen.fresh),
    onSuccess: async () => {
      setNow('');
      setChosen(EMPTY);
      setTries(0);
      await queryClient.invalidateQueries({ queryKey: ownSessions.queryKey });
    },
  });
  const wrong = faultAt(change.error, '/password');
  const fault = newPasswordFault(chosen, change.error);
  useFocusFault(form, tries > 0 && !change.isPending ? `${tries} ${change.submittedAt}` : null);
  return (
    <section className="fb-account-card" aria-labelledby="account-password">
      <h2 id="account-password">{t('account.password.title')}</h2>
      <p className="fb-dim">{t('account.password.about')}</p>
      <Said text={change.isSuccess ? t('account.password.changed') : ''} />
      <form
        ref={form}
        className="fb-account-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTries(tries + 1);
          if (now && !newPasswordFault(chosen) && !change.isPending) change.mutate();
        }}
      >
        {/* So that browsers keep the new password under the right name. */}
        <input type="text" autoComplete="username" value={login} readOnly hidden />
        <PasswordInput
          label={t('account.password.now')}
          autoComplete="current-password"
          maxLength={256}
          value={now}
          error={wrong ? t('account.password.wrong') : tries > 0 && !now ? t('login.password_missing') : null}
          visibilityToggleButtonProps={{ 'aria-label': t('login.show_password') }}
          onChange={(event) => setNow(event.currentTarget.value)}
        />
        <NewPassword value={chosen} fault={tries > 0 ? fault : null} onChange={setChosen} />
        {change.isError && !wrong && fault !== 'refused' && (
          <Alert color="red" role="alert">
            {problemText(change.error, t)}
          </Alert>
        )}
        <div>
          <Button type="submit" variant="default" loading={change.isPending}>
            {t('account.password.change')}
          </Button>
        </div>
      </form>
    </section>
  );
}
