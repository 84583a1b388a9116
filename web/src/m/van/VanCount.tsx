// Counts what is in the rep's own van, and shows what became of the counts of the last days.
import { useCallback, useMemo } from 'react';
import { addWords } from '../i18n';
import { usePhone } from '../phone';
import { CountForm } from '../visit/CountForm';
import { faultWords } from '../visit/record_state';
import { Notice, StepFrame } from '../visit/StepFrame';
import { countBody } from '../visit/stock_count';
import { type Goods, useGoods } from '../visit/useGoods';
import { useWords } from '../visit/useWords';
import { countedBefore, vanCounts } from './van_counts';

const words = import.meta.glob<{ default: object }>('./i18n/*.json');
export const prepare = () => addWords(words);

const NONE: ReadonlySet<string> = new Set();

export function VanCount({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const { outbox, record } = usePhone();
  const goods = useGoods(null);
  const before = useMemo(() => countedBefore(outbox), [outbox]);
  const rank = useCallback((code: string) => (before.has(code) ? 1 : 0), [before]);
  if (!goods)
    return (
      <StepFrame title={t('van.title')} onBack={onDone}>
        <Notice tone="care">{t('visit.order.no_catalogue')}</Notice>
      </StepFrame>
    );
  return (
    <CountForm
      title={t('van.title')}
      how={t('van.how')}
      draftKey="van_count"
      goods={goods}
      rank={rank}
      mustSell={NONE}
      lots={false}
      onSend={(draft) => record('van_count', countBody(draft, null))}
      // What became of it stands above what is counted.
      onSent={() => scrollTo(0, 0)}
      onBack={onDone}
    >
      <Counts goods={goods} />
    </CountForm>
  );
}

function Counts({ goods }: { goods: Goods }) {
  const { t, number, moment } = useWords();
  const counts = vanCounts(usePhone().outbox);
  if (counts.length === 0) return null;
  return (
    <section className="v-done" aria-label={t('van.counts')} aria-live="polite">
      <h2>{t('van.counts')}</h2>
      <ul className="v-plain">
        {counts.map(({ id, at, state, products, left_out, refused }) => (
          <li key={id} className="v-record" data-state={state} data-testid="van-count">
            <span>
              <b>{moment(at)}</b>
              {products !== null && (
                <span className="v-dim">{t('van.products', { count: products, n: number(products) })}</span>
              )}
              {faultWords(refused, t).map((why) => (
                <span key={why} className="v-wrong">
                  {why}
                </span>
              ))}
              {left_out.map(({ code, fault }) => (
                <span key={`${code} ${fault.pointer}`} className="v-wrong">
                  {t('van.left_out', { product: goods.named(code), why: faultWords([fault], t).join(' ') })}
                </span>
              ))}
            </span>
            <span className="v-state" data-state={state}>
              {t(`visit.state.${state}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
