// What a customer owes and may still take, as the last sync told it. Pure.
import type { Debt } from '../protocol';

export interface CreditNow {
  owed_minor: number;
  /** Ordered and not billed. */
  on_order_minor: number;
  limit_minor: number | null;
  /** Null without a limit; below zero beyond it. */
  left_minor: number | null;
  /** Open and due before today. */
  overdue: { minor: number; since: string } | null;
}

/** The account with the outlet's supplier, else with the company. */
export const accountOf = (debt: readonly Debt[], customer: number | null, partner: number | null) => {
  const own = debt.filter(({ customer_id }) => customer_id === customer);
  return own.find(({ partner_id }) => partner_id === partner) ?? null;
};

export function creditOf(
  debt: readonly Debt[],
  customer: number | null,
  partner: number | null,
  today: string,
): CreditNow | null {
  const account = customer === null ? null : accountOf(debt, customer, partner);
  if (!account) return null;
  const due = account.invoices.filter((invoice) => invoice.due < today);
  const exposure = account.ledger_minor + account.open_orders_minor;
  return {
    owed_minor: account.ledger_minor,
    on_order_minor: account.open_orders_minor,
    limit_minor: account.limit_minor,
    left_minor: account.limit_minor === null ? null : account.limit_minor - exposure,
    overdue:
      due.length === 0
        ? null
        : {
            minor: due.reduce((sum, { open_minor }) => sum + open_minor, 0),
            since: due.map((invoice) => invoice.due).sort()[0]!,
          },
  };
}
