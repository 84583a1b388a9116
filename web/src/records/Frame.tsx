// The pages of records: the bar, and the lists of a page beside each other, each with its own address.
import 'maplibre-gl/dist/maplibre-gl.css';
import '../catalogue/catalogue.css';
import '../orders/orders.css';
import '../review/review.css';
import './records.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import type { Role } from '../api/types';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { may } from './records';
import { MAY_READ_DEVICES, MAY_READ_LOG, MAY_READ_MASTERS, MAY_READ_UNITS, MAY_READ_USERS } from './rights';

const MASTERS = [
  { to: '/masters/outlets', word: 'outlets', roles: MAY_READ_MASTERS },
  { to: '/masters/customers', word: 'customers', roles: MAY_READ_MASTERS },
  { to: '/masters/reps', word: 'reps', roles: MAY_READ_MASTERS },
  { to: '/masters/routes', word: 'routes', roles: MAY_READ_MASTERS },
] as const;

const ADMINISTRATION = [
  { to: '/admin/users', word: 'users', roles: MAY_READ_USERS },
  { to: '/admin/roles', word: 'roles', roles: MAY_READ_USERS },
  { to: '/admin/org-units', word: 'units', roles: MAY_READ_UNITS },
  { to: '/admin/devices', word: 'devices', roles: MAY_READ_DEVICES },
  { to: '/admin/audit-log', word: 'log', roles: MAY_READ_LOG },
] as const;

const PAGES = { masters: MASTERS, admin: ADMINISTRATION };
export type Tab = (typeof MASTERS | typeof ADMINISTRATION)[number]['word'];

/** Where a role's administration begins. */
export const adminOf = (role: Role | undefined) => ADMINISTRATION.find((tab) => may(role, tab.roles))?.to;

export function RecordsFrame({
  page,
  tab,
  children,
}: {
  page: keyof typeof PAGES;
  tab: Tab;
  children: (role: Role) => ReactNode;
}) {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const role = session?.user.role;
  const tabs = PAGES[page].filter(({ roles }) => may(role, roles));
  const allowed = tabs.some(({ word }) => word === tab);
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        <main className="fb-rec">
          <h1 className="fb-hidden">
            {t(`records.page.${page}`)}: {t(`records.tab.${tab}`)}
          </h1>
          <nav className="fb-rec-tabs" aria-label={t(`records.page.${page}`)}>
            {tabs.map(({ to, word }) => (
              <Link key={to} to={to} aria-current={word === tab ? 'page' : undefined} search={{}}>
                {t(`records.tab.${word}`)}
              </Link>
            ))}
          </nav>
          {role !== undefined && allowed ? (
            children(role)
          ) : (
            <p className="fb-rec-empty">{t('problem.forbidden')}</p>
          )}
        </main>
      </div>
    </ZoneContext.Provider>
  );
}
