// The desks of the outlet master beside each other.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { MAY_MANAGE_CUSTOMERS } from '../customers/customers';

export function OutletTabs() {
  const { t } = useTranslation();
  const role = useQuery(sessionQuery).data?.user.role;
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
      {role !== undefined && MAY_MANAGE_CUSTOMERS.includes(role) && (
        <Link to="/customers/new">{t('customer.new')}</Link>
      )}
    </nav>
  );
}
