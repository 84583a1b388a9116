// A secret goes into an authenticator app, by a code to scan or by hand; a code of the app proves that it is there.
import { Alert, Button, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { useFocusFault } from '../app/useFocusFault';
import type { components } from '../client/schema';
import { Qr } from '../devices/Qr';
import { Secret } from '../records/Once';
import { confirmSecondFactor, faultAt, inFours } from './account';

export function SetUpApp({
  begun,
  onOn,
  onCancel,
}: {
  begun: components['schemas']['SecondFactorBegun'];
  onOn: (codes: string[]) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const form = useRef<HTMLFormElement>(null);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const confirm = useMutation({
    mutationFn: () => confirmSecondFactor(code.trim()),
    onSuccess: ({ recovery_codes }) => onOn(recovery_codes),
  });
  const wrong = faultAt(confirm.error, '/code');
  useFocusFault(form, confirm.error);
  return (
    <form
      ref={form}
      className="fb-account-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() && !confirm.isPending) confirm.mutate();
      }}
    >
      <h3 ref={head} tabIndex={-1}>
        {t('account.factor.scan')}
      </h3>
      <p className="fb-dim">{t('account.factor.scan_how')}</p>
      <div className="fb-account-scan">
        <Qr text={begun.uri} label={t('account.factor.qr')} />
        <div>
          <p>{t('account.factor.or_type')}</p>
          <Secret text={inFours(begun.secret)} />
        </div>
      </div>
      <h3>{t('account.factor.prove')}</h3>
      <TextInput
        label={t('account.code.code')}
        description={t('account.factor.prove_how')}
        className="fb-account-code"
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={10}
        value={code}
        error={wrong ? t('account.code.wrong') : null}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      {confirm.isError && !wrong && (
        <Alert color="red" role="alert">
          {problemText(confirm.error, t)}
        </Alert>
      )}
      <Group gap="xs">
        <Button type="submit" disabled={!code.trim()} loading={confirm.isPending}>
          {t('account.factor.switch_on')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t('catalogue.cancel')}
        </Button>
      </Group>
    </form>
  );
}
