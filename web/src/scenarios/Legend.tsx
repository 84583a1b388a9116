// The shapes of the map of a solution: colour is never the only one.
import { useTranslation } from 'react-i18next';

export function Legend({ ringed }: { ringed?: string }) {
  const { t } = useTranslation();
  return (
    <ul className="fb-scn-legend" aria-label={t('legend.title')}>
      {(['outlet', 'moved', 'unserved', 'home'] as const).map((each) => (
        <li key={each}>
          <i data-mark={each} aria-hidden />
          {each === 'moved' && ringed ? ringed : t(`scenarios.legend.${each}`)}
        </li>
      ))}
    </ul>
  );
}
