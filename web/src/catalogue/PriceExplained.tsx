// Why an order costs what it costs: each line from its list price to its total, each scheme with what it asked and gave,
// free goods, tax, and the sums, added up again here so that a difference would show.
import './catalogue.css';
import { Alert } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { lineSum, orderSum } from './add_up';
import type { Names } from './names';
import type { Applied, Priced, PricedLine } from './types';

interface Explained {
  priced: Priced;
  /** What products, lists and schemes are called. */
  names: Names;
  currency: string;
}

export function PriceExplained({ priced, names, currency }: Explained) {
  const { t } = useTranslation();
  const heading = useId();
  const money = useMoney(currency);
  const sum = orderSum(priced);
  return (
    <div className="fb-priced">
      <Section id={`${heading}-lines`} title={t('priced.lines')}>
        <ol>
          {priced.lines.map((line, at) => (
            <Line key={at} line={line} priced={priced} names={names} currency={currency} />
          ))}
        </ol>
      </Section>
      {priced.free.length > 0 && (
        <Section id={`${heading}-free`} title={t('priced.free')}>
          <ul>
            {priced.free.map((free) => (
              <FreeGoods
                key={`${free.applied} ${free.product}`}
                free={free}
                priced={priced}
                names={names}
                currency={currency}
              />
            ))}
          </ul>
        </Section>
      )}
      {priced.applied.length > 0 && (
        <Section id={`${heading}-schemes`} title={t('priced.schemes')}>
          <ul>
            {priced.applied.map((applied, at) => (
              <Promotion key={at} applied={applied} names={names} currency={currency} />
            ))}
          </ul>
        </Section>
      )}
      <Section id={`${heading}-sum`} title={t('priced.sum')}>
        <Sum
          currency={currency}
          rows={[
            { what: t('priced.gross'), minor: sum.gross },
            ...sum.off.map(({ applied, minor }) => ({
              what: names.scheme(priced.applied[applied]!.scheme),
              minor: -minor,
            })),
            { what: t('priced.net'), minor: sum.net, result: true },
            { what: t('priced.tax_on_top'), minor: sum.taxAdded },
            { what: t('priced.total'), minor: sum.total, result: true, total: true },
          ]}
        />
        {sum.taxInside > 0 && (
          <p className="fb-dim">{t('priced.tax_inside', { amount: money(sum.taxInside) })}</p>
        )}
        {sum.holds ? (
          <p className="fb-priced-holds" role="status">
            {t('priced.holds')}
          </p>
        ) : (
          <Alert color="red" role="alert">
            {t('priced.differs')}
          </Alert>
        )}
      </Section>
    </div>
  );
}

function useMoney(currency: string): (minor: number) => string {
  const format = useFormat();
  return (minor) => format.money(minor, currency);
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}

/** Figures under each other, results under a line. */
function Sum({
  rows,
  currency,
}: {
  rows: { what: ReactNode; minor: number; result?: boolean; total?: boolean }[];
  currency: string;
}) {
  const money = useMoney(currency);
  return (
    <dl className="fb-priced-sum">
      {rows.map(({ what, minor, result, total }, at) => (
        <div key={at} data-result={result || undefined} data-total={total || undefined}>
          <dt>{what}</dt>
          <dd className="fb-num">{minor < 0 ? `− ${money(-minor)}` : money(minor)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Line({ line, priced, names, currency }: Explained & { line: PricedLine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney(currency);
  const sum = lineSum(line);
  const quantity = format.count(line.quantity_milli / 1000);
  const from = {
    price: money(line.price.minor),
    unit: line.unit,
    list: names.list(line.price.list),
    version: line.price.list_version,
  };
  return (
    <li>
      <h4>{names.product(line.product)}</h4>
      <p className="fb-dim">
        {line.price.by_piece ? t('priced.price_by_piece', from) : t('priced.price_of', from)}
        {', '}
        {line.price.tax_included ? t('priced.with_tax') : t('priced.without_tax')}
      </p>
      <Sum
        currency={currency}
        rows={[
          {
            what: t('priced.times', { quantity, unit: line.unit, price: money(line.price.minor) }),
            minor: sum.gross,
          },
          ...sum.off.map(({ applied, minor }) => ({
            what: names.scheme(priced.applied[applied]!.scheme),
            minor: -minor,
          })),
          ...(sum.off.length > 0 ? [{ what: t('priced.net'), minor: sum.net, result: true }] : []),
          ...(line.price.tax_included ? [] : [{ what: t('priced.tax_on_top'), minor: sum.taxAdded }]),
          { what: t('priced.line_total'), minor: sum.total, result: true },
        ]}
      />
      {sum.taxInside > 0 && (
        <p className="fb-dim">{t('priced.tax_inside', { amount: money(sum.taxInside) })}</p>
      )}
    </li>
  );
}

function FreeGoods({ free, priced, names, currency }: Explained & { free: Priced['free'][number] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li>
      <h4>
        {t('priced.free_line', {
          quantity: format.count(free.quantity_milli / 1000),
          unit: free.unit,
          product: names.product(free.product),
        })}
      </h4>
      <p className="fb-dim">
        {t('priced.free_by', {
          scheme: names.scheme(priced.applied[free.applied]!.scheme),
          worth: format.money(free.value_minor, currency),
        })}
      </p>
    </li>
  );
}

/** Why a scheme held: what it asked, what there was, what it used up, what it is worth. */
function Promotion({ applied, names, currency }: { applied: Applied; names: Names; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney(currency);
  const milli = (value: number) => format.count(value / 1000);
  const { condition } = applied;
  const met =
    condition.type === 'quantity'
      ? t('priced.met.quantity', {
          asked: milli(condition.at_least_milli),
          counted: milli(condition.counted_milli),
        })
      : condition.type === 'value'
        ? t('priced.met.value', {
            asked: money(condition.at_least_minor),
            counted: money(condition.counted_minor),
          })
        : t('priced.met.sets', { counted: format.count(condition.counted) });
  const units = applied.units.map(({ product, base_milli }) =>
    t('priced.units', {
      quantity: milli(base_milli),
      unit: names.piece(product),
      product: names.product(product),
    }),
  );
  return (
    <li>
      <h4>
        {names.scheme(applied.scheme)}
        {applied.limited && <span className="fb-priced-limited">{t('priced.limited')}</span>}
      </h4>
      <p className="fb-dim">
        {[
          t('priced.version', { version: applied.scheme_version }),
          met,
          t('priced.given', { count: applied.times, n: format.count(applied.times) }),
          units.length > 0 && t('priced.counted', { units: units.join(', ') }),
          t('priced.worth', { amount: money(applied.value_minor) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </li>
  );
}
