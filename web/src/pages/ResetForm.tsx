// A new password by a code that the administrator told. Whoever has a second factor is asked for it afterwards.
import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newPasswordFault } from '../account/account';
import { type Chosen, NewPassword } from '../account/NewPassword';
import { Problem } from '../api/client';
import type { Session } from '../api/types';
import { problemText } from '../app/problem';
import { useFocusFault } from '../app/useFocusFault';
import { type Credentials, resetPassword, wantsCode } from './sign_in';

export function ResetForm({
  back,
  onEntered,
  onCode,
}: {
  back: ReactNode;
  onEntered: (session: Session) => Promise<void>;
  onCode: (credentials: Credentials) => void;
}) {
  const { t } = useTranslation();
  const [login, setLogin] = useState('');
  const [code, setCode] = useState('');
  const [chosen, setChosen] = useState<Chosen>({ fresh: '', repeat: '' });
  /** Counts the tries: what is missing is told, and focused, with each. */
  const [tries, setTries] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const first = useRef<HTMLInputElement>(null);
  const set = useMutation({
    mutationFn: () => resetPassword({ login: login.trim(), code: code.trim(), new_password: chosen.fresh }),
    onSuccess: onEntered,
    onError: (error) => {
      if (wantsCode(error)) onCode({ login: login.trim(), password: chosen.fresh });
    },
  });
  const wrong = set.error instanceof Problem && set.error.code === 'wrong_credentials';
  const fault = newPasswordFault(chosen, set.error);
  useFocusFault(form, tries > 0 && !set.isPending ? `${tries} ${set.submittedAt}` : null);
  useEffect(() => first.current?.focus(), []);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTries(tries + 1);
        const complete = login.trim() && code.trim() && !newPasswordFault(chosen);
        if (complete && !set.isPending) set.mutate();
      }}
    >
      <Stack>
        {set.isError && !wantsCode(set.error) && (
          <Alert color="red" icon={<IconAlertCircle />} role="alert">
            {wrong ? t('account.reset.wrong') : problemText(set.error, t)}
          </Alert>
        )}
        <TextInput
          ref={first}
          label={t('login.login')}
          size="md"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={login}
          error={tries > 0 && !login.trim() && t('login.login_missing')}
          onChange={(event) => setLogin(event.currentTarget.value)}
        />
        <TextInput
          label={t('account.reset.code')}
          placeholder="XXXXX-XXXXX"
          size="md"
          className="fb-entry-code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={40}
          value={code}
          error={tries > 0 && !code.trim() && t('account.reset.code_missing')}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <NewPassword value={chosen} fault={tries > 0 ? fault : null} size="md" onChange={setChosen} />
        <Button type="submit" size="md" fullWidth loading={set.isPending}>
          {t('account.reset.submit')}
        </Button>
        {back}
      </Stack>
    </form>
  );
}
