// The code by which a user sets a new password, told once: for whoever manages users to hand on.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { Once } from '../records/Once';
import type { Reset } from './users';

export function ResetCode({ given, onDone }: { given: Reset; onDone: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Once title={t('account.user.reset_title', { login: given.login })} secret={given.code} onDone={onDone}>
      <p>{t('account.user.reset_how', { address: `${location.origin}/login?reset=1` })}</p>
      <p className="fb-dim">{t('account.user.reset_until', { when: format.moment(given.expires_at) })}</p>
    </Once>
  );
}
