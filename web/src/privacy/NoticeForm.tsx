// The next version of the privacy notice: written in three languages, read once more, and published for good.
import { Alert, Button, Checkbox, Group, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { problemText } from '../app/problem';
import { DetailHead } from '../records/Detail';
import { LANGUAGES, type PrivacyNotice, publish, type Texts } from './consents';
import './privacy.css';

export function NoticeForm({
  newest,
  onClose,
  onPublished,
}: {
  newest: PrivacyNotice | undefined;
  onClose: () => void;
  onPublished: () => void;
}) {
  const { t } = useTranslation();
  const version = (newest?.version ?? 0) + 1;
  const [texts, setTexts] = useState<Texts>(() => ({ en: '', vi: '', zh: '', ...newest?.texts }));
  const [looking, setLooking] = useState(false);
  const [sure, setSure] = useState(false);
  const act = useMutation({ mutationFn: () => publish(texts, version), onSuccess: onPublished });
  const whole = LANGUAGES.every((language) => texts[language].trim() !== '');
  const other = act.error instanceof Problem && act.error.errors.some(({ code }) => code === 'not_the_next');
  return (
    <>
      <DetailHead name={t('consents.write')} about={t('consents.next', { version })} onClose={onClose} />
      <form
        className="fb-rec-body fb-privacy-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!looking) setLooking(true);
          else if (sure) act.mutate();
        }}
      >
        <p className="fb-dim">{t('consents.write_what')}</p>
        {LANGUAGES.map((language) => (
          <Textarea
            key={language}
            lang={language}
            required
            autosize
            minRows={5}
            maxRows={16}
            maxLength={10_000}
            label={t(`consents.text_${language}`)}
            value={texts[language]}
            readOnly={looking}
            onChange={(event) => setTexts({ ...texts, [language]: event.currentTarget.value })}
          />
        ))}
        {looking && (
          <>
            <Alert color="red" variant="light" title={t('consents.for_good')}>
              {t('consents.for_good_what')}
            </Alert>
            <Checkbox
              label={t('consents.sure')}
              checked={sure}
              onChange={(event) => setSure(event.currentTarget.checked)}
            />
          </>
        )}
        {!whole && <p className="fb-dim">{t('consents.all_three')}</p>}
        {act.isError && (
          <Alert color="red" role="alert">
            {other ? t('consents.other') : problemText(act.error, t)}
          </Alert>
        )}
        <Group gap="xs" justify="flex-end">
          <Button
            type="button"
            variant="subtle"
            color="gray"
            onClick={() => (looking ? setLooking(false) : onClose())}
          >
            {t('catalogue.cancel')}
          </Button>
          {looking ? (
            <Button type="submit" color="red.9" disabled={!sure} loading={act.isPending}>
              {t('consents.publish')}
            </Button>
          ) : (
            <Button type="submit" disabled={!whole}>
              {t('consents.look')}
            </Button>
          )}
        </Group>
      </form>
    </>
  );
}
