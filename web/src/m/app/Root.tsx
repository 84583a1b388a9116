// Whose part of the app the address means: the rep's phone, or the supervisor's, which is loaded when it is opened and
// begins nothing of the phone.
import { lazy, Suspense, useEffect } from 'react';
import type { Boot } from '../boot';
import { useRoute } from '../route';
import { App, Opening } from './App';

const Team = lazy(async () => {
  const { Team, prepare } = await import('../team/Team');
  await prepare();
  return { default: Team };
});

export function Root({ boot }: { boot: Boot }) {
  const team = useRoute()[0] === 'team';
  useEffect(() => {
    if (!team) boot.begin();
  }, [team, boot]);
  return team ? (
    <Suspense fallback={<Opening />}>
      <Team />
    </Suspense>
  ) : (
    <App boot={boot} />
  );
}
