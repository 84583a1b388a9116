// Which steps are half done: typed here, and not sent. A rep who leaves the shop should see it.
import { useEffect, useState } from 'react';
import { usePhone } from '../phone';
import type { CollectionDraft } from './collection';
import { draftKey } from './draft_key';
import type { OrderDraft } from './order_draft';
import { type CountDraft, countedProducts } from './stock_count';
import type { Step } from './visit_steps';

/** Of a step the key of its draft, and whether anything is in it. */
function draftOf(step: Step, visit: string | null, outlet: number, version: number | undefined) {
  const here = visit ?? outlet;
  switch (step.kind) {
    case 'order':
      return {
        key: draftKey(visit, outlet),
        some: (draft: unknown) => (draft as OrderDraft).lines.length > 0,
      };
    case 'collection':
      return {
        key: `collection ${here}`,
        some: (draft: unknown) => (draft as CollectionDraft).amount !== '',
      };
    case 'stock_count':
      return {
        key: `stock_count ${here}`,
        some: (draft: unknown) => countedProducts(draft as CountDraft) > 0,
      };
    case 'audit':
    case 'survey':
      return {
        key: `${step.at} ${version} ${here}`,
        some: (draft: unknown) => Object.keys(draft as object).length > 0,
      };
    default:
      return null;
  }
}

/** By `at` of the step. */
export function useUnsent(steps: readonly Step[], visit: string | null, outlet: number): ReadonlySet<string> {
  const { draft, data } = usePhone();
  const [unsent, setUnsent] = useState<ReadonlySet<string>>(new Set());
  const asked = steps.map(({ at }) => at).join('\n');
  // Drafts change while a step is open, and then this list is not.
  useEffect(() => {
    let gone = false;
    const look = async () => {
      const found = new Set<string>();
      for (const step of steps) {
        const version = data.forms.find((form) => step.at === `form ${form.code}`)?.version;
        const of = draftOf(step, visit, outlet, version);
        const kept = of && (await draft<unknown>(of.key));
        if (kept && of.some(kept)) found.add(step.at);
      }
      if (!gone) setUnsent(found);
    };
    void look();
    return () => {
      gone = true;
    };
  }, [asked, visit, outlet]);
  return unsent;
}
