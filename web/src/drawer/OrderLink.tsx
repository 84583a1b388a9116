// To an order: within the drawer where one is open, so that the map stays, else to its desk.
import { Link } from '@tanstack/react-router';
import { createContext, type ReactNode, useContext } from 'react';

export const InDrawer = createContext(false);

export function OrderLink({ id, children }: { id: string; children: ReactNode }) {
  const stays = useContext(InDrawer);
  if (stays)
    return (
      <Link from="/map" to="/map" search={(old) => ({ ...old, order: id })} className="fb-document-link">
        {children}
      </Link>
    );
  return (
    <Link to="/orders" search={{ show: 'all', id }} className="fb-document-link">
      {children}
    </Link>
  );
}
