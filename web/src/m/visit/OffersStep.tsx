// The offers that the customer of an outlet has: those to be answered first, then how the others ended.
import { usePhone } from '../phone';
import { OfferLine } from './OfferLine';
import { isOpen, offers } from './offers';
import { StepFrame } from './StepFrame';
import type { StepProps } from './step';
import { useWords } from './useWords';

export function OffersStep({
  outletId,
  onDone,
  onStep,
}: StepProps & { onStep: (step: string | null) => void }) {
  const { t, today } = useWords();
  const { outbox, data } = usePhone();
  const here = offers(outbox, data.quotations, today()).filter(({ outlet_id }) => outlet_id === outletId);
  const lists = [here.filter(isOpen), here.filter((offer) => !isOpen(offer))];
  return (
    <StepFrame title={t('visit.step.offers')} onBack={onDone}>
      {here.length === 0 && <p className="v-empty">{t('visit.offer.none')}</p>}
      {lists.map(
        (list, ended) =>
          list.length > 0 && (
            <section key={ended} className="v-done" aria-labelledby={`offers-${ended}`}>
              <h2 id={`offers-${ended}`}>{ended ? t('visit.offer.ended') : t('visit.offer.open')}</h2>
              <ul className="v-plain">
                {list.map((offer) => (
                  <li key={offer.id}>
                    <OfferLine offer={offer} onOpen={() => onStep(`offer ${offer.id}`)} />
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
    </StepFrame>
  );
}
