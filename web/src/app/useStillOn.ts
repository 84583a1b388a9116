// Whether the reader is still on a page, and not on the way to another: what comes later, by a timer, must ask before it
// writes the address, or it leads back from where somebody has just gone.
import { useRouter } from '@tanstack/react-router';

export function useStillOn(path: string): () => boolean {
  const router = useRouter();
  return () => router.latestLocation.pathname === path;
}
