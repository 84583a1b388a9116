// Which app the phones are to have, the language of the cards, and what the one button would do.
import { Button, NativeSelect, Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Language } from '../api/types';
import { APP_NAMES, APPS } from '../devices/apps';
import { LANGUAGES } from '../users/users';
import { devicesQuery } from './CodesPage';
import { APP_CHOICES, type AppChoice, byRep, deviceFor, type Person } from './people';

export function HowToIssue({
  people,
  app,
  language,
  onApp,
  onLanguage,
  onBegin,
}: {
  people: readonly Person[];
  app: AppChoice;
  language: Language;
  onApp: (app: AppChoice) => void;
  onLanguage: (language: Language) => void;
  onBegin: () => void;
}) {
  const { t } = useTranslation();
  const devices = useQuery(devicesQuery).data ?? [];
  const reps = people.filter(({ role }) => role === 'rep');
  const owned = byRep(devices);
  const replaced = reps.filter(
    ({ code }) => deviceFor(owned.get(code) ?? [], code, app)?.last_seen_at != null,
  ).length;
  return (
    <form
      className="fb-codes-how"
      aria-label={t('codes.how')}
      onSubmit={(event) => {
        event.preventDefault();
        onBegin();
      }}
    >
      <Radio.Group
        label={t('phones.which')}
        value={app}
        onChange={(value) => onApp(APP_CHOICES.find((one) => one === value) ?? app)}
      >
        <div className="fb-rec-choices">
          <Radio value="fieldbeat" label={t('codes.own_app')} description={t('codes.own_app_what')} />
          {APPS.map((one) => (
            <Radio key={one} value={one} label={APP_NAMES[one]} description={t(`phones.about.${one}`)} />
          ))}
        </div>
      </Radio.Group>
      <NativeSelect
        size="xs"
        label={t('codes.language')}
        value={language}
        data={LANGUAGES.map((one) => ({ value: one, label: t(`records.language.${one}`) }))}
        onChange={(event) =>
          onLanguage(LANGUAGES.find((one) => one === event.currentTarget.value) ?? language)
        }
      />
      <p className="fb-dim">{app === 'fieldbeat' ? t('codes.valid_a_day') : t('codes.valid_always')}</p>
      {replaced > 0 && (
        <p className="fb-codes-warn">
          {app === 'fieldbeat'
            ? t('codes.replaces', { count: replaced })
            : t('codes.replaces_app', { count: replaced, app: APP_NAMES[app] })}
        </p>
      )}
      <Button type="submit" disabled={people.length === 0}>
        {people.length === 0 ? t('codes.pick_first') : t('codes.make', { count: people.length })}
      </Button>
    </form>
  );
}
