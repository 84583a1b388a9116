// Territories on the map: ground that reps have, drawn by hand or given outlet by outlet, with what it comes to and what
// speaks against it.
import 'maplibre-gl/dist/maplibre-gl.css';
import '../catalogue/catalogue.css';
import '../drawer/drawer.css';
import '../review/review.css';
import '../orders/orders.css';
import '../plans/plans.css';
import '../stock/stock.css';
import '../pages/live.css';
import '../scenarios/scenarios.css';
import '../scenarios/map.css';
import './desk.css';
import './territories.css';
import { useQuery } from '@tanstack/react-query';
import { session as sessionQuery } from '../api/queries';
import { has, useRights } from '../app/rights';
import { ZoneContext } from '../format/useFormat';
import { PageBar } from '../pages/PageBar';
import { TerritoryDesk } from './TerritoryDesk';

export function TerritoriesPage() {
  const session = useQuery(sessionQuery).data;
  const rights = useRights();
  return (
    <ZoneContext.Provider value={session?.company?.time_zone ?? 'UTC'}>
      <div className="fb-shell">
        <PageBar />
        <main className="fb-ter-main">
          {session && <TerritoryDesk may={has(rights, 'manage_routes')} unit={session.user.org_unit_id} />}
        </main>
      </div>
    </ZoneContext.Provider>
  );
}
