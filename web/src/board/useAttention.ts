// What deserves an eye, in words: as the exceptions are called where they tell it too.
import { useTranslation } from 'react-i18next';
import type { Attention } from './attention';

export function useAttention(): (what: Attention, backlog?: number) => string {
  const { t } = useTranslation();
  return (what, backlog) => {
    if (what === 'invalid' || what === 'review') return t(`exception.${what}`);
    if (what === 'backlog' && backlog) return t('exception.backlog', { count: backlog });
    return t(`exceptions.kind.${what}`);
  };
}
