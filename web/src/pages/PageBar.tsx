// The bar of pages that are not the live map: whose company, where to go, who is logged in.
import { AppNav } from '../app/AppNav';
import { Brand } from '../app/Brand';
import { LanguageMenu, SchemeToggle } from '../app/Preferences';
import { SosAlert } from '../exceptions/SosAlert';
import { UserMenu } from './UserMenu';

/** `alone` where nothing but the page itself answers yet. */
export function PageBar({ alone = false }: { alone?: boolean }) {
  return (
    <>
      <header className="fb-top">
        <Brand />
        {!alone && <AppNav />}
        <div className="fb-top-end">
          <LanguageMenu />
          <SchemeToggle />
          <UserMenu />
        </div>
      </header>
      {!alone && <SosAlert />}
    </>
  );
}
