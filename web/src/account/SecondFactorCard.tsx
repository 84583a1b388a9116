// The own second factor: how it stands, and the steps by which it is switched on, gets new recovery codes, and is
// switched off.
import { Alert, Button, Group } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import type { components } from '../client/schema';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { Said } from '../records/Said';
import {
  beginSecondFactor,
  FEW_CODES,
  newRecoveryCodes,
  removeSecondFactor,
  type SecondFactor,
  secondFactor,
} from './account';
import { type Proof, ProveForm } from './ProveForm';
import { RecoveryCodes } from './RecoveryCodes';
import { SetUpApp } from './SetUpApp';

type Step =
  | { is: 'looking' | 'proving_on' | 'proving_codes' | 'proving_off' }
  | { is: 'setting_up'; begun: components['schemas']['SecondFactorBegun'] }
  | { is: 'codes'; codes: readonly string[]; first: boolean };

export function SecondFactorCard({
  login,
  onChanged,
}: {
  login: string;
  /** It is on, with its codes kept, or it is off. */
  onChanged: (on: boolean) => Promise<void>;
}) {
  const { t } = useTranslation();
  const standing = useQuery(secondFactor);
  const [step, setStep] = useState<Step>({ is: 'looking' });
  const [said, setSaid] = useState('');
  const back = () => setStep({ is: 'looking' });
  const done = async (on: boolean, words: string) => {
    await queryClient.invalidateQueries({ queryKey: ['account'] });
    back();
    setSaid(words);
    await onChanged(on);
  };
  const begin = useMutation({
    mutationFn: ({ password }: Proof) => beginSecondFactor(password),
    onSuccess: (begun) => setStep({ is: 'setting_up', begun }),
  });
  const renew = useMutation({
    mutationFn: ({ password }: Proof) => newRecoveryCodes(password),
    onSuccess: ({ recovery_codes: codes }) => setStep({ is: 'codes', codes, first: false }),
  });
  const remove = useMutation({
    mutationFn: ({ password, code }: Proof) => removeSecondFactor(password, code),
    onSuccess: () => done(false, t('account.factor.is_off')),
  });
  const goTo = (is: 'proving_on' | 'proving_codes' | 'proving_off') => {
    for (const act of [begin, renew, remove]) act.reset();
    setSaid('');
    setStep({ is });
  };
  return (
    <section className="fb-account-card" aria-labelledby="account-factor">
      <h2 id="account-factor">{t('account.factor.title')}</h2>
      <p className="fb-dim">{t('account.factor.about')}</p>
      <Said text={said} />
      {standing.isPending && <Waiting />}
      {standing.isError && !standing.data && (
        <Alert color="red" role="alert">
          <p>{problemText(standing.error, t)}</p>
          <Button size="xs" variant="light" color="red" onClick={() => void standing.refetch()}>
            {t('app.retry')}
          </Button>
        </Alert>
      )}
      {standing.data && step.is === 'looking' && (
        <>
          <Standing standing={standing.data} />
          <Group gap="xs">
            {standing.data.on_since ? (
              <>
                <Button variant="default" onClick={() => goTo('proving_codes')}>
                  {t('account.factor.new_codes')}
                </Button>
                <Button variant="default" color="red" onClick={() => goTo('proving_off')}>
                  {t('account.factor.switch_off')}
                </Button>
              </>
            ) : (
              <Button onClick={() => goTo('proving_on')}>{t('account.factor.begin')}</Button>
            )}
          </Group>
        </>
      )}
      {step.is === 'proving_on' && (
        <>
          <p>{t('account.factor.begin_how')}</p>
          <ProveForm yes={t('account.factor.go_on')} act={begin} onCancel={back} />
        </>
      )}
      {step.is === 'proving_codes' && (
        <>
          <p>{t('account.factor.new_codes_what')}</p>
          <ProveForm yes={t('account.factor.new_codes')} act={renew} onCancel={back} />
        </>
      )}
      {step.is === 'proving_off' && (
        <>
          <p>{t('account.factor.off_what')}</p>
          {standing.data?.required && <p>{t('account.factor.off_required')}</p>}
          <ProveForm danger withCode yes={t('account.factor.switch_off')} act={remove} onCancel={back} />
        </>
      )}
      {step.is === 'setting_up' && (
        <SetUpApp
          begun={step.begun}
          onOn={(codes) => setStep({ is: 'codes', codes, first: true })}
          onCancel={back}
        />
      )}
      {step.is === 'codes' && (
        <RecoveryCodes
          codes={step.codes}
          login={login}
          onKept={() => void done(true, step.first ? t('account.factor.is_on') : t('account.codes.renewed'))}
        />
      )}
    </section>
  );
}

function Standing({ standing }: { standing: SecondFactor }) {
  const { t } = useTranslation();
  const format = useFormat();
  const left = standing.recovery_codes_left;
  return (
    <>
      <p className="fb-account-standing">
        <span className="fb-rec-tag" data-tone={standing.on_since ? 'ok' : 'warn'}>
          {standing.on_since ? t('account.factor.on') : t('account.factor.off')}
        </span>{' '}
        {standing.on_since
          ? t('account.factor.since', { when: format.moment(standing.on_since) })
          : t('account.factor.without')}
        {standing.required && ` ${t('account.factor.required')}`}
      </p>
      {standing.on_since && (
        <p data-few={left <= FEW_CODES || undefined}>
          {t('account.codes.left', { count: left })}
          {left <= FEW_CODES && ` ${t('account.codes.few')}`}
        </p>
      )}
    </>
  );
}
