// A password that is chosen: typed twice, so that nobody locks himself out by a slip.
import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PASSWORD_MIN } from '../pages/setup_form';
import type { NewPasswordFault } from './account';

export interface Chosen {
  fresh: string;
  repeat: string;
}

export function NewPassword({
  value,
  fault,
  size,
  onChange,
}: {
  value: Chosen;
  fault: NewPasswordFault | null;
  size?: 'md';
  onChange: (value: Chosen) => void;
}) {
  const { t } = useTranslation();
  const shown = { 'aria-label': t('login.show_password') };
  return (
    <>
      <PasswordInput
        label={t('account.password.fresh')}
        description={t('setup.password_hint', { min: PASSWORD_MIN })}
        size={size}
        autoComplete="new-password"
        maxLength={256}
        value={value.fresh}
        error={fault && fault !== 'differs' ? t(`setup.fault.${fault}`, { min: PASSWORD_MIN }) : null}
        visibilityToggleButtonProps={shown}
        onChange={(event) => onChange({ ...value, fresh: event.currentTarget.value })}
      />
      <PasswordInput
        label={t('setup.repeat')}
        size={size}
        autoComplete="new-password"
        maxLength={256}
        value={value.repeat}
        error={fault === 'differs' ? t('setup.fault.differs') : null}
        visibilityToggleButtonProps={shown}
        onChange={(event) => onChange({ ...value, repeat: event.currentTarget.value })}
      />
    </>
  );
}
