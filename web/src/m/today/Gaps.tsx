// Times of today without positions, told as they are: no line is drawn over them anywhere.
import { Icon } from '../app/icons';
import { usePhone } from '../phone';
import { useSay } from '../say';

export function Gaps() {
  const { gaps } = usePhone();
  const { t, clock, duration } = useSay();
  if (!gaps.length) return null;
  const last = gaps.at(-1)!;
  return (
    <details className="m-card">
      <summary>
        <span className="m-chip" data-tone="care">
          <Icon sign="care" />
          {t(`gaps.${last.cause}`, { time: duration(last.to - last.from) })}
        </span>
      </summary>
      <p className="m-dim">{t('gaps.why')}</p>
      <ul className="m-list">
        {gaps.toReversed().map((gap) => (
          <li key={gap.from} className="m-row">
            <span className="m-num">
              {clock(gap.from)}–{clock(gap.to)}
            </span>
            <span className="m-dim">{t(`gaps.${gap.cause}`, { time: duration(gap.to - gap.from) })}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
