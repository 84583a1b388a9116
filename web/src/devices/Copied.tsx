// That two phones show the token of one device, and what to do about it.
import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';

export function CopiedTag() {
  const { t } = useTranslation();
  return (
    <span className="fb-rec-tag" data-tone="bad">
      {t('account.device.copied')}
    </span>
  );
}

export function CopiedWarning({ since }: { since: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Alert
      color="red"
      role="alert"
      mb="sm"
      icon={<IconAlertTriangle aria-hidden="true" />}
      title={t('account.device.copied_title', { when: format.moment(since) })}
    >
      <p className="fb-rec-p">{t('account.device.copied_what')}</p>
      <p className="fb-rec-p">{t('account.device.copied_do')}</p>
    </Alert>
  );
}
