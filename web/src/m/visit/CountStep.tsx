// Counts what stands on the shelf. What is not said is not told: none is said, too.
import { useCallback } from 'react';
import { usePhone } from '../phone';
import { CountForm } from './CountForm';
import { Notice, StepFrame } from './StepFrame';
import type { StepProps } from './step';
import { countBody } from './stock_count';
import { type Goods, useGoods } from './useGoods';
import { useOrderPast } from './useOrderPast';
import { useWords } from './useWords';

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
  const { t } = useWords();
  const { record } = usePhone();
  const { mustSell, bought } = useOrderPast(outletId, goods);
  // What must be there or was bought stands on the shelf, or should.
  const rank = useCallback(
    (code: string) => (mustSell.has(code) ? 2 : 0) + (bought.has(code) ? 1 : 0),
    [mustSell, bought],
  );
  return (
    <CountForm
      title={t('visit.step.stock_count')}
      how={t('visit.count.how')}
      draftKey={`stock_count ${visitId ?? outletId}`}
      goods={goods}
      rank={rank}
      mustSell={mustSell}
      lots
      onSend={(draft) => record('stock_count', countBody(draft, outletId), { visit_id: visitId })}
      onSent={onDone}
      onBack={onDone}
    />
  );
}
