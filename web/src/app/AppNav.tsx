// The pages of the console, from each to every other. What a role cannot use is not offered.
import { IconBuildingStore, IconChecklist, IconMap2, IconTableImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { MAY_IMPORT } from '../import/rights';
import { MAY_APPROVE } from '../proposals/proposals';
import { MAY_REVIEW } from '../review/rights';

export function AppNav() {
  const { t } = useTranslation();
  const role = useQuery(sessionQuery).data?.user.role;
  return (
    <nav className="fb-nav" aria-label={t('nav.title')}>
      <Link to="/map" activeOptions={{ includeSearch: false }}>
        <IconMap2 size={18} aria-hidden="true" />
        <span>{t('nav.map')}</span>
      </Link>
      {role && MAY_REVIEW.includes(role) && (
        <Link to="/review" activeOptions={{ includeSearch: false }}>
          <IconChecklist size={18} aria-hidden="true" />
          <span>{t('nav.review')}</span>
        </Link>
      )}
      {role && MAY_APPROVE.includes(role) && (
        <Link to="/outlets/proposals" activeOptions={{ includeSearch: false }}>
          <IconBuildingStore size={18} aria-hidden="true" />
          <span>{t('nav.outlets')}</span>
        </Link>
      )}
      {role && MAY_IMPORT.includes(role) && (
        <Link to="/import" activeOptions={{ includeSearch: false }}>
          <IconTableImport size={18} aria-hidden="true" />
          <span>{t('nav.import')}</span>
        </Link>
      )}
    </nav>
  );
}
