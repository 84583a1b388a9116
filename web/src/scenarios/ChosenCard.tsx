// The outlets in the hand: how many, whose, what they come to, and giving them to a rep by a field; or dragging them there.
import { Button } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCurrency } from '../catalogue/AmountInput';
import { useFormat } from '../format/useFormat';
import { useShortcuts } from '../pages/useShortcuts';
import { RepPick } from './Picks';
import type { Assignment, RepFigures } from './types';

export function ChosenCard({
  outlets,
  reps,
  onGive,
  onClear,
  onDragEnd,
}: {
  outlets: readonly Assignment[];
  reps: readonly RepFigures[];
  onGive: (rep: number) => void;
  onClear: () => void;
  onDragEnd: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const card = useRef<HTMLElement>(null);
  const chip = useRef<HTMLSpanElement>(null);
  useShortcuts({ g: () => card.current?.querySelector('input')?.focus() });
  // A drag is the browser's: what is carried must be said when it begins.
  useEffect(() => {
    const node = chip.current;
    const start = (event: DragEvent) => event.dataTransfer?.setData('text/plain', 'outlets');
    node?.addEventListener('dragstart', start);
    node?.addEventListener('dragend', onDragEnd);
    return () => {
      node?.removeEventListener('dragstart', start);
      node?.removeEventListener('dragend', onDragEnd);
    };
  });
  const locked = outlets.filter((outlet) => outlet.locked).length;
  const value = outlets.reduce((sum, outlet) => sum + outlet.value_minor, 0);
  const visits = outlets.reduce((sum, outlet) => sum + outlet.visits, 0);
  return (
    <section ref={card} className="fb-scn-card" aria-label={t('scenarios.hand.chosen')}>
      <span ref={chip} className="fb-hand-chip" draggable data-testid="chosen">
        <IconGripVertical size={16} aria-hidden />
        {t('territories.n_chosen', { count: outlets.length })}
      </span>
      <p className="fb-dim" role="status">
        {[
          t('scenarios.calls_n', { count: visits }),
          format.money(value, currency),
          locked > 0 && t('scenarios.hand.locked_n', { count: locked }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <RepPick
        label={t('scenarios.hand.give_all')}
        reps={reps}
        value={undefined}
        onPick={(rep) => rep !== undefined && onGive(rep)}
      />
      <p className="fb-dim fb-hand-how">{t('scenarios.hand.drag_hint')}</p>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={onClear}>
        {t('territories.choose_none')}
      </Button>
    </section>
  );
}
