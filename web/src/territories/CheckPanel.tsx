// What speaks against the territories by the server's check: ground that two have, pieces, holes, outlets that nobody has.
// Each finding can be gone to; what can be put right from here is.
import { Alert, Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { faultWords, placeIn } from './faults';
import type { Check, Overlap, Ring } from './types';
import { useSumWords } from './useSumWords';

/** More are not read one by one. */
const SHOWN = 50;
/** Below, a territory is long or frayed. */
const FRAYED_PERMILLE = 150;

export function CheckPanel({
  check,
  busy,
  may,
  onOverlap,
  onCut,
  onRing,
  onPick,
  onPlace,
  onNobodys,
}: {
  check: UseQueryResult<Check>;
  /** Something is being put right. */
  busy: boolean;
  may: boolean;
  onOverlap: (overlap: Overlap) => void;
  /** What both have becomes the other's. */
  onCut: (from: number, other: number) => void;
  onRing: (ring: Ring) => void;
  onPick: (id: number) => void;
  onPlace: (place: [number, number]) => void;
  onNobodys: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useSumWords();
  if (check.isPending) return <Waiting />;
  if (!check.data)
    return (
      <Alert color="red" role="alert">
        {problemText(check.error, t)}
      </Alert>
    );
  const { overlaps, overlapping, territories, unclaimed, refused, without_pin } = check.data;
  const apart = territories.filter((one) => one.parts > 1);
  const holes = territories.flatMap((one) => one.holes.map((hole) => ({ ...hole, code: one.code })));
  const frayed = territories.filter((one) => one.compactness_permille < FRAYED_PERMILLE && one.parts === 1);
  const clean =
    overlapping + apart.length + holes.length + frayed.length + refused.length + (unclaimed?.count ?? 0) ===
    0;
  return (
    <div className="fb-ter-check" data-testid="check">
      <p role="status">
        {clean
          ? t('territories.check.clean', { count: territories.length })
          : t('territories.check.sum', {
              count: overlapping,
              nobodys: format.count(unclaimed?.count ?? 0),
              apart: format.count(apart.length),
              holes: format.count(holes.length),
            })}
      </p>
      {overlaps.length > 0 && (
        <>
          <h3>{t('territories.check.overlaps')}</h3>
          <ul className="fb-ter-findings">
            {overlaps.slice(0, SHOWN).map((one) => (
              <li key={`${one.id} ${one.other_id}`} data-overlap={`${one.code} ${one.other_code}`}>
                <button type="button" className="fb-ter-go" onClick={() => onOverlap(one)}>
                  {t('territories.check.overlap', {
                    a: one.code,
                    b: one.other_code,
                    area: words.area(one.area_m2),
                    count: one.outlets,
                  })}
                </button>
                {may && (
                  <span className="fb-ter-fix">
                    <Button
                      size="compact-xs"
                      variant="default"
                      disabled={busy}
                      onClick={() => onCut(one.id, one.other_id)}
                    >
                      {t('territories.check.cut', { from: one.code })}
                    </Button>
                    <Button
                      size="compact-xs"
                      variant="default"
                      disabled={busy}
                      onClick={() => onCut(one.other_id, one.id)}
                    >
                      {t('territories.check.cut', { from: one.other_code })}
                    </Button>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {unclaimed !== null && unclaimed.count > 0 && (
        <>
          <h3>{t('territories.check.nobodys')}</h3>
          <p>
            <button type="button" className="fb-ter-go" onClick={onNobodys}>
              {t('territories.check.nobodys_n', { count: unclaimed.count })}
            </button>
          </p>
        </>
      )}
      {apart.length > 0 && (
        <>
          <h3>{t('territories.check.apart')}</h3>
          <ul className="fb-ter-findings">
            {apart.map((one) => (
              <li key={one.id}>
                <button type="button" className="fb-ter-go" onClick={() => onPick(one.id)}>
                  {t('territories.check.parts', { code: one.code, count: one.parts })}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {holes.length > 0 && (
        <>
          <h3>{t('territories.check.holes')}</h3>
          <ul className="fb-ter-findings">
            {holes.slice(0, SHOWN).map((hole) => (
              <li key={`${hole.code} ${hole.ring[0]}`}>
                <button type="button" className="fb-ter-go" onClick={() => onRing(hole.ring)}>
                  {t('territories.check.hole', { code: hole.code, area: words.area(hole.area_m2) })}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {frayed.length > 0 && (
        <>
          <h3>{t('territories.check.frayed')}</h3>
          <ul className="fb-ter-findings">
            {frayed.map((one) => (
              <li key={one.id}>
                <button type="button" className="fb-ter-go" onClick={() => onPick(one.id)}>
                  {t('territories.check.compactness', {
                    code: one.code,
                    share: format.percent(one.compactness_permille / 1000),
                  })}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {refused.map((one) => {
        const place = placeIn(one.detail);
        return (
          <p key={one.id} className="fb-plans-bad">
            {one.code}: {faultWords(one.why, t)}{' '}
            {place && (
              <Button size="compact-xs" variant="default" onClick={() => onPlace(place)}>
                {t('territories.show_place')}
              </Button>
            )}
          </p>
        );
      })}
      {without_pin > 0 && (
        <p className="fb-dim">{t('territories.check.without_pin', { count: without_pin })}</p>
      )}
    </div>
  );
}
