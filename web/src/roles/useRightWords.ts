// A right in words; one that this page has none for, by its code.
import { useTranslation } from 'react-i18next';

export function useRightWords(): (right: string) => string {
  const { t, i18n } = useTranslation();
  return (right) =>
    i18n.exists(`records.right.${right}`) ? t(`records.right.${right}`) : right.replaceAll('_', ' ');
}
