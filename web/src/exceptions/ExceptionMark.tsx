// How much an exception presses, as a mark and a word: never by colour alone.
import { IconAlertTriangle, IconInfoCircle, IconUrgent } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Severity } from './exceptions';

const ICONS = { critical: IconUrgent, warning: IconAlertTriangle, info: IconInfoCircle };

export function SeverityMark({ severity }: { severity: Severity }) {
  const { t } = useTranslation();
  const Icon = ICONS[severity];
  return (
    <span className="fb-severity" data-severity={severity}>
      <Icon size={18} aria-hidden="true" />
      <span className="fb-hidden">{t(`exceptions.severity.${severity}`)}</span>
    </span>
  );
}
