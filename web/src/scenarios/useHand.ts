// What is given by hand in a scenario, kept for as long as the browser's tab is open: a reload loses nothing.
import { useState } from 'react';
import { EMPTY_HAND, type Hand } from './hand';

const keyOf = (scenario: number) => `fieldbeat.hand.${scenario}`;

function read(scenario: number): Hand {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(scenario)) ?? 'null') as Partial<Hand> | null;
    if (typeof kept?.over === 'string' && Array.isArray(kept.done) && Array.isArray(kept.undone))
      return { over: kept.over, done: kept.done, undone: kept.undone };
  } catch {
    // Not readable, or no storage: nothing was given.
  }
  return EMPTY_HAND;
}

export function useHand(scenario: number): [Hand, (hand: Hand) => void] {
  const [hand, setHand] = useState(() => read(scenario));
  const keep = (next: Hand) => {
    setHand(next);
    try {
      if (next.done.length + next.undone.length === 0) sessionStorage.removeItem(keyOf(scenario));
      else sessionStorage.setItem(keyOf(scenario), JSON.stringify(next));
    } catch {
      // Full or forbidden: it lives as long as the page.
    }
  };
  return [hand, keep];
}
