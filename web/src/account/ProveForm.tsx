// The own password said again, with a code beside it where that is asked for: before what is hard to take back.
import { Alert, Button, Group, PasswordInput, TextInput } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { useFocusFault } from '../app/useFocusFault';
import { faultAt } from './account';

export interface Proof {
  password: string;
  code: string;
}

export function ProveForm({
  yes,
  danger = false,
  withCode = false,
  act,
  onCancel,
}: {
  yes: string;
  danger?: boolean;
  withCode?: boolean;
  act: UseMutationResult<unknown, Error, Proof>;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [tries, setTries] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const wrongPassword = faultAt(act.error, '/password');
  const wrongCode = faultAt(act.error, '/code');
  useFocusFault(form, tries > 0 && !act.isPending ? `${tries} ${act.submittedAt}` : null);
  return (
    <form
      ref={form}
      className="fb-account-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTries(tries + 1);
        const complete = password && (!withCode || code.trim());
        if (complete && !act.isPending) act.mutate({ password, code: code.trim() });
      }}
    >
      <PasswordInput
        ref={first}
        label={t('account.password.now')}
        autoComplete="current-password"
        maxLength={256}
        value={password}
        error={
          wrongPassword
            ? t('account.password.wrong')
            : tries > 0 && !password
              ? t('login.password_missing')
              : null
        }
        visibilityToggleButtonProps={{ 'aria-label': t('login.show_password') }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {withCode && (
        <TextInput
          label={t('account.factor.code_or_recovery')}
          autoComplete="one-time-code"
          spellCheck={false}
          maxLength={20}
          value={code}
          error={
            wrongCode ? t('account.code.wrong') : tries > 0 && !code.trim() ? t('account.code.missing') : null
          }
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
      {act.isError && !wrongPassword && !wrongCode && (
        <Alert color="red" role="alert">
          {problemText(act.error, t)}
        </Alert>
      )}
      <Group gap="xs">
        <Button type="submit" color={danger ? 'red.9' : undefined} loading={act.isPending}>
          {yes}
        </Button>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t('catalogue.cancel')}
        </Button>
      </Group>
    </form>
  );
}
