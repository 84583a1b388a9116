// The territory that is looked at, and what can be done with it.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Sums } from './balance';
import type { Ground } from './types';
import { useSumWords } from './useSumWords';

export function TerritoryCard({
  ground,
  sums,
  may,
  busy,
  onChange,
  onOutlets,
  onGo,
  onRemove,
}: {
  ground: Ground;
  sums: Sums;
  may: boolean;
  busy: boolean;
  onChange: () => void;
  onOutlets: () => void;
  onGo: () => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const words = useSumWords();
  return (
    <section className="fb-scn-card" aria-label={ground.code}>
      <h2>
        {ground.code} · {ground.name}
      </h2>
      <p>
        {ground.rep_name ? `${ground.rep_name} (${ground.rep_code})` : t('territories.nobodys')} ·{' '}
        {ground.org_unit_code}
      </p>
      <p className="fb-dim">
        {words.all(sums)} · {words.area(ground.area_m2)}
      </p>
      <div className="fb-actions">
        {may && (
          <Button size="compact-sm" title={t('territories.change_key')} onClick={onChange}>
            {t('territories.change')}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={onOutlets}>
          {t('scenarios.outlets')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onGo}>
          {t('territories.go')}
        </Button>
        {may && (
          <Button size="compact-sm" variant="subtle" color="red" disabled={busy} onClick={onRemove}>
            {t('territories.remove')}
          </Button>
        )}
      </div>
    </section>
  );
}
