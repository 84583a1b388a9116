// Leads whoever must have a second factor to the own account, also where the company asks for it while a page is open.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { session } from '../api/queries';
import { ACCOUNT } from './account';

export function DueGuard() {
  // Pages ask for it; here it is only looked at.
  const due = useQuery({ ...session, enabled: false }).data?.second_factor_due ?? false;
  const path = useRouterState({ select: (state) => state.location.pathname });
  const navigate = useNavigate();
  const led = due && path !== ACCOUNT && path !== '/login';
  useEffect(() => {
    if (led) void navigate({ to: ACCOUNT, replace: true });
  }, [led, navigate]);
  return null;
}
