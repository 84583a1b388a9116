// Sets a device up for an app that the phone has already: which app, what it cannot, and its link and fields, told once.
import { Button, Radio } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../api/queries';
import { problemText } from '../app/problem';
import { Once, Secret } from '../records/Once';
import { APP_NAMES, APPS, type AppSetup, type PhoneApp, setUpApp } from './apps';
import { deviceRecord } from './devices';
import { Qr } from './Qr';

export function SetUpApp({ device, onClose }: { device: number; onClose: () => void }) {
  const { t } = useTranslation();
  const [app, setApp] = useState<PhoneApp>('traccar');
  const made = useMutation({
    mutationFn: () => setUpApp(device, app),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: deviceRecord(device).queryKey }),
        queryClient.invalidateQueries({ queryKey: ['records', 'devices', 'page'] }),
      ]),
  });
  if (made.data) return <Told setup={made.data} onDone={onClose} />;
  return (
    <form
      className="fb-rec-once"
      aria-label={t('phones.set_up')}
      onSubmit={(event) => {
        event.preventDefault();
        made.mutate();
      }}
    >
      <Radio.Group
        label={t('phones.which')}
        value={app}
        onChange={(value) => setApp(APPS.find((one) => one === value) ?? app)}
      >
        <div className="fb-rec-choices">
          {APPS.map((one) => (
            <Radio key={one} value={one} label={APP_NAMES[one]} description={t(`phones.about.${one}`)} />
          ))}
        </div>
      </Radio.Group>
      <p className="fb-dim">{t('phones.what_it_does')}</p>
      <div className="fb-rec-acts">
        <Button type="submit" size="xs" loading={made.isPending}>
          {t('phones.make_link')}
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          {t('catalogue.cancel')}
        </Button>
      </div>
      <div role="alert">{made.isError && problemText(made.error, t)}</div>
    </form>
  );
}

function Told({ setup, onDone }: { setup: AppSetup; onDone: () => void }) {
  const { t } = useTranslation();
  const name = APP_NAMES[setup.app];
  return (
    <Once title={name} onDone={onDone}>
      {setup.link && (
        <>
          <Qr text={setup.link} label={t('phones.qr', { app: name })} />
          <p>{t(`phones.how.${setup.app}`)}</p>
          <Secret text={setup.link} />
        </>
      )}
      <p>{setup.link ? t('phones.or_type') : t('phones.type')}</p>
      <dl className="fb-rec-fields">
        {setup.fields.map((field) => (
          <div key={field.name}>
            <dt>{field.name}</dt>
            <dd>
              <Secret text={field.value} />
            </dd>
          </div>
        ))}
      </dl>
    </Once>
  );
}
