// What can be done with an order now, by who reads: one button a step, with a reason or quantities where they are
// needed.
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinePart, Order } from '../api/trade';
import type { Rights } from '../app/rights';
import { newId } from '../client/ids';
import { type Action, actionsFor, NEEDS_REASON, returnable, toDeliver } from './orders';
import { PartsForm } from './PartsForm';

export type Deed =
  | { what: 'act'; action: string; reason?: string }
  | { what: 'deliver'; id: string; lines: LinePart[]; receiver?: string }
  | { what: 'return'; id: string; lines: LinePart[]; reason: string };

const COLOR: Partial<Record<Action, string>> = { confirm: 'teal.9', reject: 'red.9', cancel: 'red.9' };
/** The usual way of an order; the first of these that fits stands out. */
const ONWARD: readonly Action[] = ['submit', 'confirm', 'allocate', 'dispatch', 'deliver', 'close'];

/** The button that does it: nothing follows, unlike the one that opens its form. */
const words = (button: string): string => button.replace(/…$/, '');

interface Props {
  order: Order;
  rights: Rights;
  busy: boolean;
  /** Its form takes the place of the whole order. */
  onRevise: () => void;
  onDo: (deed: Deed) => void;
}

export function OrderActions({ order, rights, busy, onRevise, onDo }: Props) {
  const { t } = useTranslation();
  /** The step whose form is open, with the id of what it makes. */
  const [open, setOpen] = useState<{ action: Action; id: string } | null>(null);
  const actions = actionsFor(order, rights);
  if (actions.length === 0) return null;
  const close = () => setOpen(null);
  const start = (action: Action) => {
    if (action === 'revise') onRevise();
    else if (plain(action)) onDo({ what: 'act', action });
    else setOpen({ action, id: newId() });
  };
  const plain = (action: Action) =>
    !NEEDS_REASON.includes(action) && action !== 'deliver' && action !== 'return';
  if (open && actions.includes(open.action))
    return (
      <Form
        action={open.action}
        order={order}
        busy={busy}
        onCancel={close}
        onSay={(lines, said) => {
          const { action, id } = open;
          if (action === 'deliver') onDo({ what: 'deliver', id, lines, receiver: said || undefined });
          else if (action === 'return') onDo({ what: 'return', id, lines, reason: said });
          else onDo({ what: 'act', action, reason: said });
        }}
      />
    );
  return (
    <div className="fb-actions" data-testid="order-actions">
      {actions.map((action, i) => (
        <Button
          key={action}
          size="sm"
          variant={i === 0 && ONWARD.includes(action) ? 'filled' : 'default'}
          color={COLOR[action]}
          loading={busy}
          onClick={() => start(action)}
        >
          {t(`orders.do.${action}`)}
        </Button>
      ))}
    </div>
  );
}

function Form({
  action,
  order,
  busy,
  onCancel,
  onSay,
}: {
  action: Action;
  order: Order;
  busy: boolean;
  onCancel: () => void;
  onSay: (lines: LinePart[], said: string) => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  if (action === 'deliver' || action === 'return')
    return (
      <PartsForm
        order={order}
        most={action === 'deliver' ? toDeliver : returnable}
        all={action === 'deliver'}
        said={action === 'deliver' ? t('orders.receiver') : t('orders.return_why')}
        saidRequired={action === 'return'}
        yes={words(t(`orders.do.${action}`))}
        busy={busy}
        onSay={onSay}
        onCancel={onCancel}
      />
    );
  return (
    <form
      className="fb-reason"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim()) onSay([], reason.trim());
      }}
    >
      <Textarea
        autoFocus
        aria-label={t('orders.why')}
        placeholder={t('orders.why')}
        autosize
        minRows={1}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" color={COLOR[action]} disabled={!reason.trim()} loading={busy}>
        {words(t(`orders.do.${action}`))}
      </Button>
      <Button variant="subtle" color="gray" onClick={onCancel}>
        {t('review.cancel')}
      </Button>
    </form>
  );
}
