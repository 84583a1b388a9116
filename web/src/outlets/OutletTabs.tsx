// The desks of the outlet master beside each other.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

export function OutletTabs() {
  const { t } = useTranslation();
  return (
    <nav className="fb-outlet-tabs" aria-label={t('outlets.tabs')}>
      <Link to="/outlets/proposals" activeOptions={{ includeSearch: false }}>
        {t('outlets.pins')}
      </Link>
      <Link to="/outlets/requests" activeOptions={{ includeSearch: false }}>
        {t('outlets.requests')}
      </Link>
      <Link to="/outlets/duplicates" activeOptions={{ includeSearch: false }}>
        {t('outlets.duplicates')}
      </Link>
      <Link to="/outlets/closures" activeOptions={{ includeSearch: false }}>
        {t('outlets.closures')}
      </Link>
    </nav>
  );
}
