// Statements of a month by rep: value, planned calls, what was earned. Made ones are closed; drafts are only shown.
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import {
  complianceOf,
  isGated,
  type Plan,
  planOf,
  type Statement,
  sumOf,
  versionsQuery,
} from './commissions';

/** All versions of the plans that the statements were made by. */
function usePlansOf(rows: readonly Statement[]): Plan[] {
  const codes = [...new Set(rows.map((row) => row.plan_code))];
  const plans = useQueries({ queries: codes.map(versionsQuery) });
  return plans.flatMap((query) => query.data ?? []);
}

export function StatementTable({
  rows,
  picked,
  whole,
  onOpen,
}: {
  rows: readonly Statement[];
  picked?: string;
  /** Whether these are all, so that a sum means something. */
  whole: boolean;
  /** Absent for drafts: there is nothing behind them yet. */
  onOpen?: (statement: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = rows[0]?.currency ?? 'VND';
  const plans = usePlansOf(rows);
  const sum = sumOf(rows);
  const title = onOpen ? t('commissions.statements') : t('commissions.drafts');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={title}>
      <table className="fb-lines fb-targets-table">
        <thead>
          <tr>
            <th>{t('orders.rep')}</th>
            <th>{t('orders.state')}</th>
            <th>{t('commissions.plan')}</th>
            <th className="fb-num">{t('commissions.value')}</th>
            <th className="fb-num">{t('commissions.calls')}</th>
            <th className="fb-num">{t('commissions.earned')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const plan = planOf(row, plans);
            const earned = format.money(row.earned_minor, row.currency);
            return (
              <tr key={row.id} data-statement={row.rep_name} data-gated={isGated(row, plan) || undefined}>
                <th scope="row">{row.rep_name}</th>
                <td>
                  <span className="fb-order-state" data-state={onOpen ? 'closed' : 'draft'}>
                    {t(`commissions.state.${onOpen ? 'closed' : 'draft'}`)}
                  </span>
                </td>
                <td>
                  {plan?.name ?? row.plan_code}{' '}
                  <span className="fb-dim">{t('commissions.version', { version: row.plan_version })}</span>
                </td>
                <td className="fb-num">{format.money(row.value_minor, row.currency)}</td>
                <td className="fb-num">
                  <Calls one={row} plan={plan} />
                </td>
                <td className="fb-num">
                  {onOpen ? (
                    <button
                      type="button"
                      className="fb-stock-open"
                      aria-pressed={row.id === picked}
                      aria-label={t('commissions.show', { name: row.rep_name, earned })}
                      onClick={() => onOpen(row.id)}
                    >
                      {earned}
                    </button>
                  ) : (
                    earned
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
        {whole && rows.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row">{t('commissions.sum')}</th>
              <td />
              <td />
              <td className="fb-num">{format.money(sum.value, currency)}</td>
              <td />
              <td className="fb-num">{format.money(sum.earned, currency)}</td>
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

/** Planned calls made of those due, and whether they were too few. */
function Calls({ one, plan }: { one: Statement; plan: Plan | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const least = plan?.least_compliance_pct ?? null;
  if (least === null) return <span className="fb-dim">{t('commissions.not_asked')}</span>;
  const part = complianceOf(one);
  const gated = isGated(one, plan);
  return (
    <span className={gated ? 'fb-commission-gated' : undefined}>
      {part === null ? t('commissions.no_calls') : format.percent(part)}
      {gated && ` · ${t('commissions.below', { least: format.percent(least / 100) })}`}
    </span>
  );
}
