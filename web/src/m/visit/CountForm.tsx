// What a count is typed in, on a shelf or in a van: products found by name or code, so many of each unit, or none left.
// Whose count it is and where it goes is the caller's.
import { type ReactNode, useMemo, useState } from 'react';
import { matches } from './find_goods';
import { SendButton } from './SendButton';
import { Field, StepFrame } from './StepFrame';
import { Stepper } from './Stepper';
import {
  BATCH_MAX,
  type CountDraft,
  countedProducts,
  EMPTY,
  faultOf,
  withCounted,
  withOut,
} from './stock_count';
import { useDraft } from './useDraft';
import type { Good, Goods } from './useGoods';
import { useWords } from './useWords';

const SHOWN = 40;

export interface CountFormProps {
  title: string;
  /** What is to be counted, and what is told. */
  how: string;
  /** Where the draft is kept. */
  draftKey: string;
  goods: Goods;
  /** The higher, the sooner in the list. */
  rank: (code: string) => number;
  /** Codes of what must be there. */
  mustSell: ReadonlySet<string>;
  /** Whether expiry and batch are asked for. */
  lots: boolean;
  onSend: (draft: CountDraft) => Promise<unknown>;
  /** The draft is gone by then. */
  onSent: () => void;
  onBack: () => void;
  /** Above what is counted. */
  children?: ReactNode;
}

export function CountForm({
  title,
  how,
  draftKey,
  goods,
  rank,
  mustSell,
  lots,
  onSend,
  onSent,
  onBack,
  children,
}: CountFormProps) {
  const { t, number } = useWords();
  const { value: draft, ready, change, forget } = useDraft<CountDraft>(draftKey, EMPTY);
  const [typed, setTyped] = useState('');
  const [shown, setShown] = useState(SHOWN);
  const [tried, setTried] = useState(false);
  const sorted = useMemo(() => [...goods.all].sort((a, b) => rank(b.code) - rank(a.code)), [goods, rank]);
  const found = sorted.filter(({ code, name }) => matches(typed, name, code));
  const many = countedProducts(draft);
  const fault = faultOf(draft);

  const send = async () => {
    setTried(true);
    if (fault) return;
    await onSend(draft);
    await forget();
    setTried(false);
    onSent();
  };

  if (!ready) return null;
  return (
    <StepFrame
      title={title}
      onBack={onBack}
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
      {children}
      <p className="v-dim">{how}</p>
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
            mustSell={mustSell.has(good.code)}
            lots={lots}
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
  lots,
  change,
}: {
  good: Good;
  draft: CountDraft;
  mustSell: boolean;
  lots: boolean;
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
          {lots && lines.length > 0 && (
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
