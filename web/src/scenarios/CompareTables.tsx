// Two solutions in numbers: in all, rep by rep, and outlet by outlet where they differ.
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import { change, paired } from './plan';
import { signed, signedShare } from './signed';
import type { Comparison, Figures, RepFigures } from './types';
import { useWork, whyWords } from './words';

export function CompareSums({ of: { a, b }, names }: { of: Comparison; names: [string, string] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const work = useWork();
  const rows: [string, (of: Figures) => number, (value: number) => string][] = [
    [t('scenarios.variation'), (of) => of.hours_variation_permille, (of) => format.rate(of / 1_000)],
    [t('scenarios.max_by_mean'), (of) => of.hours_max_by_mean_permille, (of) => format.rate(of / 1_000)],
    [t('scenarios.distance'), (of) => of.metres, format.kilometres],
    [t('scenarios.hours'), (of) => of.work_min, work],
    [t('scenarios.moved'), (of) => of.moved_outlets, format.count],
    [t('scenarios.moved_value'), (of) => of.moved_value_minor, (of) => format.money(of, currency)],
    [t('scenarios.missing_visits'), (of) => of.missing_visits, format.count],
  ];
  return (
    <Scroll label={t('scenarios.tab.compare')}>
      <table className="fb-lines fb-scn-sums">
        <thead>
          <tr>
            <th>{t('scenarios.figure')}</th>
            <th className="fb-num">A · {names[0]}</th>
            <th className="fb-num">B · {names[1]}</th>
            <th className="fb-num">B − A</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, value, words]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="fb-num">{words(value(a.figures))}</td>
              <td className="fb-num">{words(value(b.figures))}</td>
              <td className="fb-num">{signed(value(b.figures) - value(a.figures), words)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

export function CompareReps({ of: { a, b } }: { of: Comparison }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const work = useWork();
  const columns: [string, (of: RepFigures) => number, (value: number) => string][] = [
    [t('scenarios.outlets'), (of) => of.outlets, format.count],
    [t('scenarios.work'), (of) => of.work_min, work],
    [t('scenarios.distance'), (of) => of.metres, format.kilometres],
    [t('scenarios.value'), (of) => of.value_minor, (of) => format.money(of, currency)],
    [t('scenarios.missing_visits'), (of) => of.missing_visits, format.count],
  ];
  return (
    <Scroll label={t('scenarios.by_rep')}>
      <table className="fb-lines fb-scn-table">
        <thead>
          <tr>
            <th>{t('orders.rep')}</th>
            {columns.map(([name]) => (
              <th key={name} className="fb-num">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {paired(a.figures, b.figures).map((pair) => (
            <tr key={pair.rep_id} data-rep={pair.code}>
              <th scope="row">
                {pair.name} <span className="fb-dim">{pair.code}</span>
              </th>
              {columns.map(([name, value, words]) => (
                <td key={name} className="fb-num">
                  <Both a={pair.a && value(pair.a)} b={pair.b && value(pair.b)} words={words} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** `16 → 18 (+13%)`; the same twice is said once. */
function Both({
  a,
  b,
  words,
}: {
  a: number | undefined;
  b: number | undefined;
  words: (value: number) => string;
}) {
  const format = useFormat();
  const say = (of: number | undefined) => (of === undefined ? '–' : words(of));
  if (a === b) return <span className="fb-dim">{say(a)}</span>;
  const by = a === undefined || b === undefined ? null : change(a, b);
  return (
    <>
      {say(a)} → {say(b)}
      {by !== null && <span className="fb-scn-against"> {signedShare(by, format.percent)}</span>}
    </>
  );
}

/** Rows that are drawn at once. */
const ROWS = 100;

export function CompareOutlets({ of }: { of: Comparison }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const [most, setMost] = useState(ROWS);
  const rep = (code: string | null) => {
    if (code === null) return t('scenarios.nobody');
    const known = [...of.a.figures.reps, ...of.b.figures.reps].find((each) => each.rep_code === code);
    return known ? `${known.rep_name} (${code})` : code;
  };
  if (of.different === 0) return null;
  return (
    <>
      <Scroll label={t('scenarios.look_at.outlets')}>
        <table className="fb-lines fb-scn-table">
          <thead>
            <tr>
              <th>{t('scenarios.outlet')}</th>
              <th>A</th>
              <th>B</th>
              <th>{t('scenarios.reason')}</th>
              <th className="fb-num">{t('scenarios.value')}</th>
            </tr>
          </thead>
          <tbody>
            {of.outlets.slice(0, most).map((row) => (
              <tr key={row.outlet_id} data-outlet={row.outlet_code}>
                <th scope="row">
                  {row.outlet_name} <span className="fb-dim">{row.outlet_code}</span>
                </th>
                <td>{rep(row.a_rep_code)}</td>
                <td>{rep(row.b_rep_code)}</td>
                <td>
                  {row.a_why !== null && <span className="fb-scn-line">A: {whyWords(row.a_why, t)}</span>}
                  {row.b_why !== null && <span className="fb-scn-line">B: {whyWords(row.b_why, t)}</span>}
                </td>
                <td className="fb-num">{format.money(row.value_minor, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {most < of.outlets.length && (
        <Button variant="subtle" fullWidth onClick={() => setMost(most + ROWS)}>
          {t('catalogue.more')}
        </Button>
      )}
      {most >= of.outlets.length && of.outlets.length < of.different && (
        <p className="fb-dim">{t('scenarios.first_differences', { count: of.outlets.length })}</p>
      )}
    </>
  );
}

function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-lines-scroll fb-scn-block" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
