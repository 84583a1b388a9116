// A rule in words, as deep as it goes.
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { units } from '../alerts/alerts';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import type { Rule, Span } from './segments';

export function RuleText({ rule }: { rule: Rule }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const areas = useQuery({ ...units, enabled: 'area' in rule }).data?.items ?? [];
  if ('all' in rule || 'any' in rule) {
    const [rules, word] = 'all' in rule ? [rule.all, t('segment.all')] : [rule.any, t('segment.any')];
    return (
      <>
        {rules.length > 1 && <span>{word}</span>}
        <ul>
          {rules.map((each) => (
            <li key={JSON.stringify(each)}>
              <RuleText rule={each} />
            </li>
          ))}
        </ul>
      </>
    );
  }
  if ('not' in rule)
    return (
      <>
        {t('segment.not')} <RuleText rule={rule.not} />
      </>
    );
  return (
    <>
      {leaf(
        rule,
        t,
        (words) => format.listed(words, 'or'),
        (minor) => format.money(minor, currency),
        (area) => areas.find(({ id }) => id === area)?.name ?? `#${area}`,
      )}
    </>
  );
}

type Leaf = Exclude<Rule, { all: Rule[] } | { any: Rule[] } | { not: Rule }>;

function leaf(
  rule: Leaf,
  t: TFunction,
  listed: (words: string[]) => string,
  money: (minor: number) => string,
  areaName: (area: number) => string,
): string {
  if ('class' in rule) return t('segment.class', { words: listed(rule.class) });
  if ('channel' in rule) return t('segment.channel', { words: listed(rule.channel) });
  if ('area' in rule) return t('segment.area', { words: listed(rule.area.map(areaName)) });
  if ('industry' in rule) return t('segment.industry', { words: listed(rule.industry) });
  if ('age_days' in rule) return t('segment.age', { span: spanText(rule.age_days, String) });
  if ('last_order_days' in rule) return t('segment.last', { span: spanText(rule.last_order_days, String) });
  if ('ordered' in rule)
    return t('segment.ordered', {
      span: spanText(rule.ordered.minor, money),
      period: t(`segment.period.${rule.ordered.period}`),
    });
  if ('orders' in rule)
    return t('segment.orders', {
      span: spanText(rule.orders.count, String),
      period: t(`segment.period.${rule.orders.period}`),
    });
  if ('recency' in rule) return t('segment.recency', { span: spanText(rule.recency, String) });
  if ('frequency' in rule) return t('segment.frequency', { span: spanText(rule.frequency, String) });
  return t('segment.monetary', { span: spanText(rule.monetary, String) });
}

function spanText({ min, max }: Span, text: (value: number) => string): string {
  if (min !== undefined && max !== undefined) return `${text(min)}–${text(max)}`;
  return min === undefined ? `≤ ${text(max ?? 0)}` : `≥ ${text(min)}`;
}
