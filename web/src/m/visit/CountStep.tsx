// Counts what stands on the shelf. What is not said is not told: none is said, too.
import { useMemo, useState } from 'react';
import { usePhone } from '../phone';
import { matches } from './find_goods';
import { SendButton } from './SendButton';
import { Field, Notice, StepFrame } from './StepFrame';
import { Stepper } from './Stepper';
import type { StepProps } from './step';
import {
  BATCH_MAX,
  type CountDraft,
  countBody,
  countedProducts,
  EMPTY,
  faultOf,
  withCounted,
  withOut,
} from './stock_count';
import { useDraft } from './useDraft';
import { type Good, type Goods, useGoods } from './useGoods';
import { useOrderPast } from './useOrderPast';
import { useWords } from './useWords';

const SHOWN = 40;

export function CountStep(props: StepProps) {
  const { t } = useWords();
  const goods = useGoods(props.outletId);
  if (!goods)
    return (
      <StepFrame title={t('visit.step.stock_count')} onBack={props.onDone}>
        <Notice tone="care">{t('visit.order.no_catalogue')}</Notice>
      </StepFrame>
    );
  return <Count {...props} goods={goods} />;
}

function Count({ outletId, visitId, onDone, goods }: StepProps & { goods: Goods }) {
  const { t, number } = useWords();
  const { record } = usePhone();
  const {
    value: draft,
    ready,
    change,
    forget,
  } = useDraft<CountDraft>(`stock_count ${visitId ?? outletId}`, EMPTY);
  const [typed, setTyped] = useState('');
  const [shown, setShown] = useState(SHOWN);
  const [tried, setTried] = useState(false);
  const past = useOrderPast(outletId, goods);
  // What must be there or was bought stands on the shelf, or should.
  const sorted = useMemo(() => {
    const rank = ({ code }: Good) => (past.mustSell.has(code) ? 2 : 0) + (past.bought.has(code) ? 1 : 0);
    return [...goods.all].sort((a, b) => rank(b) - rank(a));
  }, [goods, past]);
  const found = sorted.filter(({ code, name }) => matches(typed, name, code));
  const many = countedProducts(draft);
  const fault = faultOf(draft);

  const send = async () => {
    setTried(true);
    if (fault) return;
    await record('stock_count', countBody(draft, outletId), { visit_id: visitId });
    await forget();
    onDone();
  };

  if (!ready) return null;
  return (
    <StepFrame
      title={t('visit.step.stock_count')}
      onBack={onDone}
      foot={
        <>
          {tried && fault && (
            <p className="v-wrong" role="alert">
              {fault === 'required' ? t('visit.count.nothing') : t('visit.why.too_much')}
            </p>
          )}
          <SendButton onSend={send}>{t('visit.count.send', { count: many, n: number(many) })}</SendButton>
        </>
      }
    >
      <p className="v-dim">{t('visit.count.how')}</p>
      <div className="v-search">
        <input
          type="search"
          autoComplete="off"
          placeholder={t('visit.order.search')}
          aria-label={t('visit.order.search')}
          value={typed}
          onChange={({ currentTarget: { value } }) => {
            setTyped(value);
            setShown(SHOWN);
          }}
        />
      </div>
      <ul className="v-goods">
        {found.slice(0, shown).map((good) => (
          <CountRow
            key={good.code}
            good={good}
            draft={draft}
            mustSell={past.mustSell.has(good.code)}
            change={change}
          />
        ))}
      </ul>
      {found.length > shown && (
        <button type="button" className="v-button" onClick={() => setShown(shown + SHOWN)}>
          {t('visit.order.more_goods', { count: found.length - shown, n: number(found.length - shown) })}
        </button>
      )}
      <Field label={t('visit.note')}>
        {(field) => (
          <textarea
            {...field}
            rows={2}
            maxLength={2000}
            value={draft.note}
            onChange={({ currentTarget: { value } }) => change((was) => ({ ...was, note: value }))}
          />
        )}
      </Field>
    </StepFrame>
  );
}

function CountRow({
  good,
  draft,
  mustSell,
  change,
}: {
  good: Good;
  draft: CountDraft;
  mustSell: boolean;
  change: (how: (was: CountDraft) => CountDraft) => void;
}) {
  const { t } = useWords();
  const [details, setDetails] = useState(false);
  const out = draft.out.includes(good.code);
  const lines = draft.lines.filter(({ code }) => code === good.code);
  const lot = draft.lots[good.code] ?? { batch: '', expiry: '' };
  const putLot = (some: Partial<typeof lot>) =>
    change((was) => ({
      ...was,
      lots: { ...was.lots, [good.code]: { ...(was.lots[good.code] ?? { batch: '', expiry: '' }), ...some } },
    }));
  return (
    <li className="v-good" data-on={lines.length > 0 || out || undefined}>
      <div className="v-good-what">
        <h3>{good.name}</h3>
        <p className="v-dim">{good.code}</p>
        {mustSell && (
          <p className="v-tags">
            <span className="v-tag" data-tone="care">
              ★ {t('visit.order.must_sell')}
            </span>
          </p>
        )}
      </div>
      <div className="v-count-how">
        {good.units.map((unit) => (
          <div key={unit}>
            <span>{unit}</span>
            <Stepper
              label={t('visit.order.quantity_of', { product: good.name, unit })}
              milli={lines.find((line) => line.unit === unit)?.milli ?? null}
              empty
              onChange={(milli) => change((was) => withCounted(was, good.code, unit, milli))}
            />
          </div>
        ))}
        <div className="v-row">
          <button
            type="button"
            className="v-button"
            aria-pressed={out}
            onClick={() => change((was) => withOut(was, good.code, !out))}
          >
            {out ? `✓ ${t('visit.count.out')}` : t('visit.count.out')}
          </button>
          {lines.length > 0 && (
            <button
              type="button"
              className="v-button"
              aria-expanded={details}
              onClick={() => setDetails(!details)}
            >
              {t('visit.count.lot')}
            </button>
          )}
        </div>
        {details && lines.length > 0 && (
          <div className="v-lot">
            <Field label={t('visit.count.expiry')}>
              {(field) => (
                <input
                  {...field}
                  type="date"
                  value={lot.expiry}
                  onChange={({ currentTarget: { value } }) => putLot({ expiry: value })}
                />
              )}
            </Field>
            <Field label={t('visit.count.batch')}>
              {(field) => (
                <input
                  {...field}
                  autoComplete="off"
                  maxLength={BATCH_MAX}
                  value={lot.batch}
                  onChange={({ currentTarget: { value } }) => putLot({ batch: value })}
                />
              )}
            </Field>
          </div>
        )}
      </div>
    </li>
  );
}
