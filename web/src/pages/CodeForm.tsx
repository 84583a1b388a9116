// The second step of a login: the code of the authenticator app, or one of the recovery codes where the phone is not at
// hand. The password of the first step is kept until then, and nowhere else.
import { Alert, Anchor, Button, Stack, TextInput } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import type { Session } from '../api/types';
import { problemText } from '../app/problem';
import { useFocusFault } from '../app/useFocusFault';
import { type Credentials, signIn } from './sign_in';

export function CodeForm({
  credentials,
  fresh,
  onEntered,
  onBack,
}: {
  credentials: Credentials;
  /** The password was set just now: that much is done. */
  fresh: boolean;
  onEntered: (session: Session) => Promise<void>;
  onBack: () => void;
}) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [recovery, setRecovery] = useState(false);
  const [missing, setMissing] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const enter = useMutation({
    mutationFn: () => signIn({ ...credentials, code: code.trim() }),
    onSuccess: onEntered,
    onError: () => field.current?.select(),
  });
  const refused = enter.error instanceof Problem && enter.error.code === 'wrong_code';
  useFocusFault(form, enter.error);
  useEffect(() => field.current?.focus(), []);
  const of = { login: credentials.login };
  const fault = missing
    ? t('account.code.missing')
    : refused
      ? recovery
        ? t('account.code.wrong_recovery')
        : t('account.code.wrong')
      : null;
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(!code.trim());
        if (code.trim() && !enter.isPending) enter.mutate();
        else field.current?.focus();
      }}
    >
      <Stack>
        {fresh && <Alert role="status">{t('account.reset.set')}</Alert>}
        {enter.isError && !refused && (
          <Alert color="red" icon={<IconAlertCircle />} role="alert">
            {problemText(enter.error, t)}
          </Alert>
        )}
        <TextInput
          ref={field}
          label={recovery ? t('account.code.recovery') : t('account.code.code')}
          description={recovery ? t('account.code.recovery_what', of) : t('account.code.what', of)}
          size="md"
          className="fb-entry-code"
          // What browsers and phones offer the code of an app under.
          autoComplete="one-time-code"
          inputMode={recovery ? 'text' : 'numeric'}
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={20}
          value={code}
          error={fault}
          onChange={(event) => {
            setCode(event.currentTarget.value);
            setMissing(false);
          }}
        />
        <Button type="submit" size="md" fullWidth loading={enter.isPending}>
          {t('login.submit')}
        </Button>
        <Anchor
          component="button"
          type="button"
          className="fb-entry-other"
          onClick={() => {
            setRecovery(!recovery);
            setCode('');
            setMissing(false);
            enter.reset();
            field.current?.focus();
          }}
        >
          {recovery ? t('account.code.use_app') : t('account.code.use_recovery')}
        </Anchor>
        <Anchor component="button" type="button" className="fb-entry-other" onClick={onBack}>
          {t('account.code.back')}
        </Anchor>
      </Stack>
    </form>
  );
}
