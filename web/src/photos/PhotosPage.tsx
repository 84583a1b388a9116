// Photos of the field: a wall of them, one large beside its visit, decided on one by one or many at once. The address
// names what is looked at, so that it can be sent to a colleague.
import '../drawer/drawer.css';
import '../review/review.css';
import '../orders/orders.css';
import './photos.css';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { WallDesk } from './WallDesk';
import { WallFilters } from './WallFilters';

const route = getRouteApi('/photos');

export function PhotosPage() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/photos' });
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        <main className="fb-review">
          <div className="fb-review-head">
            <h1>{t('photos.title')}</h1>
            <WallFilters search={search} />
          </div>
          <WallDesk
            search={search}
            role={session?.user.role}
            onFocus={(id) => void navigate({ search: (old) => ({ ...old, id }), replace: true })}
          />
        </main>
      </div>
    </ZoneContext.Provider>
  );
}
