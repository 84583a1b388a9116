// Whether the reader is still on a page, and not on the way to another: what comes later, by a timer, must ask before it
// writes the address, or it leads back from where somebody has just gone.
import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';

export function useStillOn(path: string): () => boolean {
  const router = useRouter();
  return useCallback(() => router.latestLocation.pathname === path, [router, path]);
}
