// The desks of the outlet master beside each other.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { has, useRights } from '../app/rights';

export function OutletTabs() {
  const { t } = useTranslation();
  const rights = useRights();
  return (
    <nav className="fb-outlet-tabs" aria-label={t('outlets.tabs')}>
      <Link to="/masters/outlets">{t('records.all_outlets')}</Link>
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
      {has(rights, 'manage_outlets') && <Link to="/customers/new">{t('customer.new')}</Link>}
    </nav>
  );
}
