// The console's end of the line to the demo phone: what it last said, while it speaks, and orders to it.
import { useCallback, useEffect, useRef, useState } from 'react';
import { CHANNEL, type Order, type PhoneState, stateOf } from './words';

const TICK_MS = 1_000;
/** It speaks each second; its page may be loading. */
const SILENT_MS = 5_000;

export function useDemoPhone(): { phone: PhoneState | null; say: (order: Order) => void } {
  const channel = useRef<BroadcastChannel | null>(null);
  const [phone, setPhone] = useState<PhoneState | null>(null);
  const say = useCallback((order: Order) => channel.current?.postMessage(order), []);
  useEffect(() => {
    const line = new BroadcastChannel(CHANNEL);
    channel.current = line;
    let heardAt = 0;
    line.onmessage = ({ data }) => {
      const state = stateOf(data);
      if (!state) return;
      heardAt = Date.now();
      setPhone(state);
    };
    const tick = () => {
      line.postMessage({ kind: 'tick' } satisfies Order);
      if (Date.now() - heardAt > SILENT_MS) setPhone(null);
    };
    tick();
    const timer = setInterval(tick, TICK_MS);
    return () => {
      clearInterval(timer);
      line.close();
    };
  }, []);
  return { phone, say };
}
