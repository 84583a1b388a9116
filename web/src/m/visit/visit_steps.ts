// What there is to do at an outlet, what of it is asked for, and how far it is. Pure.
import type { OutboxItem, PhoneData } from '../phone';
import { openActivities, openTasks } from './due';
import { isOpen, offers } from './offers';
import { type RecordState, recordState } from './record_state';
import { returnable } from './taking_back';

export interface Step {
  /** As the address has it: `order`, `form SHELF`, `display KE-01`. */
  at: string;
  kind:
    | 'order'
    | 'offers'
    | 'collection'
    | 'stock_count'
    | 'audit'
    | 'survey'
    | 'display'
    | 'photo'
    | 'tasks'
    | 'competitor'
    | 'note'
    | 'return';
  /** Of a form or a programme: its words. */
  name: PhoneData['forms'][number]['name'] | string | null;
  required: boolean;
  /** How many wait to be done, where that is known: tasks, offers without an answer. */
  open: number;
  /** Of this visit, the newest first. */
  records: OutboxItem[];
  state: 'open' | RecordState;
}

/** What was refused comes first: somebody has to do something. Then what is on its way. */
const LOUDEST: readonly RecordState[] = ['refused', 'waiting', 'waits', 'sent', 'done'];

/** Of records, the newest first. What was refused and then done again is done. */
export function stateOf(records: readonly OutboxItem[]): Step['state'] {
  const states: RecordState[] = [];
  for (const state of records.map(recordState))
    if (state !== 'refused' || states.every((one) => one === 'refused')) states.push(state);
  return LOUDEST.find((state) => states.includes(state)) ?? 'open';
}

/** Without what was called off, and the calling off of it. */
function standing(records: OutboxItem[], kind: string, off: string, member: string): OutboxItem[] {
  const gone = new Set(
    records
      .filter((item) => item.kind === off && recordState(item) !== 'refused')
      .map(({ body }) => body[member]),
  );
  return records.filter((item) => !gone.has(item.kind === kind ? item.id : item.body[member]));
}

export function stepsOf(
  data: PhoneData,
  outbox: readonly OutboxItem[],
  outlet: number,
  visit: string | null,
  today: string,
): Step[] {
  const here = outbox.filter((item) => visit !== null && item.visit_id === visit);
  const customer = data.outlets.find(({ id }) => id === outlet)?.customer_id ?? null;
  const step = (
    kind: Step['kind'],
    records: OutboxItem[],
    more: Partial<Pick<Step, 'at' | 'name' | 'required' | 'open'>> = {},
  ): Step => ({
    at: kind,
    kind,
    name: null,
    required: false,
    open: 0,
    ...more,
    records,
    // What is left to do is not done.
    state: (more.open ?? 0) > 0 && stateOf(records) === 'done' ? 'open' : stateOf(records),
  });
  const of = (...kinds: string[]) => here.filter(({ kind }) => kinds.includes(kind));

  const forms = data.forms
    .filter(({ outlet_ids }) => outlet_ids.includes(outlet))
    .map((form) =>
      step(
        form.kind,
        of(form.kind).filter(({ body }) => body.form_code === form.code),
        { at: `form ${form.code}`, name: form.name, required: form.required },
      ),
    );
  const displays = data.displays
    .filter(({ outlet_id }) => outlet_id === outlet)
    .map((display) =>
      step(
        'display',
        of('display_execution').filter(({ body }) => body.programme === display.programme),
        { at: `display ${display.programme}`, name: display.name },
      ),
    );
  const due =
    openTasks(data.tasks, outbox, outlet, customer).length +
    openActivities(data.activities, outbox, outlet, customer).length;
  const settled = of('task', 'activity').filter(
    ({ body }) => body.task !== undefined || body.activity !== undefined,
  );
  const offered = offers(outbox, data.quotations, today).filter(({ outlet_id }) => outlet_id === outlet);
  const returns = of('return');
  const back = data.orders.some((order) => order.outlet_id === outlet && returnable(order).length > 0);
  return [
    ...forms.filter(({ required }) => required),
    step('stock_count', of('stock_count')),
    step('order', standing(of('order', 'order_change', 'order_cancel'), 'order', 'order_cancel', 'order')),
    ...(offered.length > 0
      ? [step('offers', of('quotation', 'quotation_decline'), { open: offered.filter(isOpen).length })]
      : []),
    step(
      'collection',
      standing(of('collection', 'collection_void'), 'collection', 'collection_void', 'collection'),
    ),
    ...displays,
    ...forms.filter(({ required }) => !required),
    ...(due + settled.length > 0 ? [step('tasks', settled, { open: due })] : []),
    step('photo', of('photo')),
    step('competitor', of('competitor')),
    step('note', of('note', 'case')),
    ...(back || returns.length > 0 ? [step('return', returns)] : []),
  ];
}
