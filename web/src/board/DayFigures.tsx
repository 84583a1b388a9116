// The day so far in figures, of the team or route looked at. Each leads to the reps that have a part in it.
import { UnstyledButton } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { FIGURES, type Figure, total } from './figures';
import type { BoardSearch } from './filters';
import type { Board } from './useBoard';
import { useFigureValue } from './useFigure';
import './day_figures.css';

/** Told by the board itself, before the key figures are there. */
const AT_ONCE: readonly Figure[] = ['planned', 'visited', 'distance'];
/** More of these is worse. */
const BAD: readonly Figure[] = ['missed', 'outside'];

export const DayFigures = memo(function DayFigures({
  board: { placed, counts, hasFigures },
  search: { by, show },
  onFilter,
}: {
  board: Board;
  search: BoardSearch;
  onFilter: (change: BoardSearch) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const value = useFigureValue();
  const day = total(placed);
  const toggle = (each: 'working' | 'attention') => onFilter({ show: show === each ? undefined : each });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these numbers filter a list
    <div className="fb-day" role="group" aria-label={t('top.day')}>
      <Tile
        id="working"
        value={`${format.count(counts.shows.working)}/${format.count(placed.length)}`}
        label={t('top.working')}
        pressed={show === 'working'}
        onClick={() => toggle('working')}
      />
      <Tile
        id="attention"
        value={format.count(counts.shows.attention)}
        label={t('top.exceptions')}
        bad={counts.shows.attention > 0}
        pressed={show === 'attention'}
        onClick={() => toggle('attention')}
      />
      {FIGURES.map((figure) => (
        <Tile
          key={figure}
          id={figure}
          value={hasFigures || AT_ONCE.includes(figure) ? value(figure, day) : '–'}
          label={t(`board.figure.${figure}`)}
          bad={BAD.includes(figure) && (day[figure] ?? 0) > 0}
          pressed={by === figure}
          onClick={() => onFilter({ by: by === figure ? undefined : figure })}
        />
      ))}
    </div>
  );
});

function Tile({
  id,
  value,
  label,
  bad,
  pressed,
  onClick,
}: {
  id: string;
  value: string;
  label: string;
  bad?: boolean;
  pressed: boolean;
  onClick: () => void;
}) {
  return (
    <UnstyledButton
      className="fb-number"
      data-figure={id}
      data-bad={bad || undefined}
      aria-pressed={pressed}
      onClick={onClick}
    >
      <strong>{value}</strong>
      <span>{label}</span>
    </UnstyledButton>
  );
}
