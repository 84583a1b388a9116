// Plans of commissions, each with its versions; a new version never changes what was made by an earlier one.
import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { has, type Rights } from '../app/rights';
import { useCurrency } from '../catalogue/AmountInput';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import type { TargetsSearch } from '../targets/targets';
import { type Plan, plansQuery, versionsQuery } from './commissions';
import { PlanForm } from './PlanForm';

export function PlanDesk({ search, rights }: { search: TargetsSearch; rights: Rights }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/targets' });
  const [making, setMaking] = useState(false);
  const query = useQuery(plansQuery);
  const plans = query.data ?? [];
  const plan = plans.find(({ code }) => code === search.plan) ?? plans[0];
  const may = has(rights, 'manage_receivables');
  const pick = (code: string) => void navigate({ search: (old) => ({ ...old, plan: code }), replace: true });
  return (
    <div className="fb-plans-two">
      <div className="fb-plans-list">
        <div className="fb-plans-head">
          <h2>{t('commissions.plans')}</h2>
          {may && !making && (
            <Button size="compact-sm" onClick={() => setMaking(true)}>
              {t('commissions.new_plan')}
            </Button>
          )}
        </div>
        {query.isPending && <Waiting />}
        {query.isError && !query.data && (
          <Alert color="red" role="alert" title={t('commissions.failed')}>
            {problemText(query.error, t)}
          </Alert>
        )}
        {query.isSuccess && plans.length === 0 && <p className="fb-dim">{t('commissions.no_plans')}</p>}
        <ul aria-label={t('commissions.plans')}>
          {plans.map((each) => (
            <li key={each.code} data-focused={(!making && each.code === plan?.code) || undefined}>
              <button
                type="button"
                data-plan={each.code}
                aria-current={(!making && each.code === plan?.code) || undefined}
                onClick={() => {
                  setMaking(false);
                  pick(each.code);
                }}
              >
                <strong>{each.name}</strong>
                <span className="fb-dim">
                  {each.code} · {t(`commissions.basis.${each.basis}`)} ·{' '}
                  {t('commissions.version', { version: each.version })}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      <div className="fb-cat-detail">
        {making ? (
          <>
            <h2>{t('commissions.new_plan')}</h2>
            <PlanForm
              onCancel={() => setMaking(false)}
              onSaved={(made) => {
                setMaking(false);
                pick(made.code);
              }}
            />
          </>
        ) : (
          plan && <One key={plan.code} plan={plan} may={may} />
        )}
      </div>
    </div>
  );
}

function One({ plan, may }: { plan: Plan; may: boolean }) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState(false);
  const versions = useQuery(versionsQuery(plan.code)).data ?? [plan];
  return (
    <>
      <div className="fb-cat-title">
        <h2>{plan.name}</h2>
        {may && !changing && (
          <Button size="xs" variant="default" onClick={() => setChanging(true)}>
            {t('commissions.new_version')}
          </Button>
        )}
      </div>
      {changing && (
        <PlanForm was={plan} onCancel={() => setChanging(false)} onSaved={() => setChanging(false)} />
      )}
      <h3>{t('commissions.versions')}</h3>
      <Versions rows={versions} />
    </>
  );
}

function Versions({ rows }: { rows: readonly Plan[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll" tabIndex={0} aria-label={t('commissions.versions')}>
      <table className="fb-lines">
        <thead>
          <tr>
            <th>{t('commissions.since')}</th>
            <th>{t('commissions.basis_of')}</th>
            <th>{t('commissions.tiers')}</th>
            <th className="fb-num">{t('commissions.least')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((plan) => (
            <tr key={plan.version} data-version={plan.version}>
              <th scope="row">
                {t('commissions.version', { version: plan.version })}{' '}
                <span className="fb-dim">{format.lately(plan.created_at)}</span>
              </th>
              <td>
                {t(`commissions.basis.${plan.basis}`)}
                <br />
                <span className="fb-dim">
                  {plan.cumulative ? t('commissions.cumulative') : t('commissions.highest')}
                </span>
              </td>
              <td>
                <ul className="fb-commission-tiers">
                  {[...plan.tiers]
                    .sort((a, b) => a.from_minor - b.from_minor)
                    .map((tier) => (
                      <li key={tier.from_minor}>
                        {t('commissions.tier', {
                          from: format.money(tier.from_minor, currency),
                          rate: format.rate(tier.basis_points / 10_000),
                        })}
                      </li>
                    ))}
                </ul>
              </td>
              <td className="fb-num">
                {plan.least_compliance_pct === null
                  ? t('commissions.not_asked')
                  : format.percent(plan.least_compliance_pct / 100)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
