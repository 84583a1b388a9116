// Writes of the desk that can be taken back: several territories together are all or none, and what was done last has its
// undo until the next.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { readTerritoriesAgain, removeTerritory, saveTerritory, shapeOf } from './territories';
import type { Ground, Territory } from './types';

export interface Step {
  /** What is said of it. */
  said: string;
  undo: () => Promise<unknown>;
}

const wholly = (ground: Ground) => ({
  name: ground.name,
  org_unit_id: ground.org_unit_id,
  rep_id: ground.rep_id,
  shape: shapeOf(ground),
});

/** New ground for some; where one is refused, those before it are put back. */
async function reshape(before: readonly Ground[], after: readonly Ground[]): Promise<() => Promise<unknown>> {
  const saved: { now: Territory; was: Ground }[] = [];
  const back = async () => {
    for (const { now, was } of [...saved].reverse()) await saveTerritory(now, { shape: shapeOf(was) });
  };
  try {
    for (const ground of after) {
      const was = before.find((one) => one.id === ground.id);
      if (was) saved.push({ now: await saveTerritory(was, { shape: shapeOf(ground) }), was });
    }
  } catch (error) {
    await back();
    throw error;
  }
  return back;
}

export function useSteps() {
  const [step, setStep] = useState<Step | null>(null);
  const act = useMutation({
    mutationFn: (make: () => Promise<Step | null>) => make(),
    onSuccess: (next) => setStep(next),
    onSettled: readTerritoriesAgain,
  });
  return {
    step,
    error: act.error,
    busy: act.isPending,
    forget: () => {
      setStep(null);
      act.reset();
    },
    undo: () => step && act.mutate(() => step.undo().then(() => null)),
    reshape: (before: readonly Ground[], after: readonly Ground[], said: string) =>
      act.mutate(async () => ({ said, undo: await reshape(before, after) })),
    remove: (ground: Ground, said: string) =>
      act.mutate(async () => {
        await removeTerritory(ground);
        return { said, undo: () => saveTerritory(null, { code: ground.code, ...wholly(ground) }) };
      }),
    /** Was saved by its form. */
    saved: (saved: Territory, was: Ground | null, said: string) =>
      act.mutate(async () => ({
        said,
        undo: () => (was ? saveTerritory(saved, wholly(was)) : removeTerritory(saved)),
      })),
  };
}
