// The way from a list to codes for many.
import { Button } from '@mantine/core';
import { IconQrcode } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

export function CodesLink({ from }: { from?: 'table' }) {
  const { t } = useTranslation();
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconQrcode size={16} aria-hidden="true" />}
      renderRoot={(props) => <Link {...props} to="/admin/codes" search={{ from }} />}
    >
      {from === 'table' ? t('codes.many_users') : t('codes.many_codes')}
    </Button>
  );
}
