// Login and password. Where a code is wanted beside them, they are handed on to the step that asks for it.
import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../api/types';
import { problemText } from '../app/problem';
import { type Credentials, signIn, wantsCode } from './sign_in';

export function PasswordForm({
  login,
  onEntered,
  onCode,
}: {
  /** Who came back from the second step; its password is typed again. */
  login: string;
  onEntered: (session: Session) => Promise<void>;
  onCode: (credentials: Credentials) => void;
}) {
  const { t } = useTranslation();
  const password = useRef<HTMLInputElement>(null);
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { login, password: '' },
    validate: {
      login: (value) => (value.trim() ? null : t('login.login_missing')),
      password: (value) => (value ? null : t('login.password_missing')),
    },
  });
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: onEntered,
    onError: (error, credentials) => {
      if (wantsCode(error)) onCode(credentials);
    },
  });
  useEffect(() => {
    if (login) password.current?.focus();
  }, [login]);
  return (
    <form
      onSubmit={form.onSubmit(({ login, password }) => enter.mutate({ login: login.trim(), password }))}
      noValidate
    >
      <Stack>
        {enter.isError && !wantsCode(enter.error) && (
          <Alert color="red" icon={<IconAlertCircle />} role="alert">
            {problemText(enter.error, t)}
          </Alert>
        )}
        <TextInput
          label={t('login.login')}
          size="md"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          key={form.key('login')}
          {...form.getInputProps('login')}
        />
        <PasswordInput
          ref={password}
          label={t('login.password')}
          size="md"
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('login.show_password') }}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" size="md" fullWidth loading={enter.isPending}>
          {t('login.submit')}
        </Button>
      </Stack>
    </form>
  );
}
