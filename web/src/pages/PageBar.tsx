// The bar of pages that are not the live map: whose company, where to go, who is logged in.
import { useQuery } from '@tanstack/react-query';
import { session as sessionQuery } from '../api/queries';
import { AppNav } from '../app/AppNav';
import { Logo } from '../app/glyphs';
import { LanguageMenu, SchemeToggle } from '../app/Preferences';
import { UserMenu } from './UserMenu';

export function PageBar() {
  const company = useQuery(sessionQuery).data?.company;
  return (
    <header className="fb-top">
      <div className="fb-brand">
        <Logo size={28} />
        <span className="fb-company">{company?.name ?? 'Fieldbeat'}</span>
      </div>
      <AppNav />
      <div className="fb-top-end">
        <LanguageMenu />
        <SchemeToggle />
        <UserMenu />
      </div>
    </header>
  );
}
