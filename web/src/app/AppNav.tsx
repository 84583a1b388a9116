// The pages of the console, from each to every other. What a role cannot use is not offered.
import {
  IconBellExclamation,
  IconChecklist,
  IconMap2,
  IconMapPinCog,
  IconTableImport,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { MAY_WATCH, summaryQuery } from '../exceptions/exceptions';
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
      {role && MAY_WATCH.includes(role) && (
        <Link to="/exceptions" activeOptions={{ includeSearch: false }}>
          <IconBellExclamation size={18} aria-hidden="true" />
          <span>{t('nav.exceptions')}</span>
          <OpenBadge />
        </Link>
      )}
      {role && MAY_REVIEW.includes(role) && (
        <Link to="/review" activeOptions={{ includeSearch: false }}>
          <IconChecklist size={18} aria-hidden="true" />
          <span>{t('nav.review')}</span>
        </Link>
      )}
      {role && MAY_APPROVE.includes(role) && (
        <Link to="/outlets/proposals" activeOptions={{ includeSearch: false }}>
          <IconMapPinCog size={18} aria-hidden="true" />
          <span>{t('nav.pins')}</span>
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

/** How many exceptions nobody has seen yet. */
function OpenBadge() {
  const { t } = useTranslation();
  const open = useQuery(summaryQuery).data?.open ?? 0;
  if (open === 0) return null;
  return (
    <b className="fb-badge">
      {open > 99 ? '99+' : open}
      <i className="fb-hidden"> {t('nav.open')}</i>
    </b>
  );
}
