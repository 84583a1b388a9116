// What the marks on the axis and on the map mean.
import { ActionIcon, Popover } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { OutletState } from '../api/types';
import { OutletMark } from '../app/glyphs';

const VISITS: readonly OutletState[] = ['visited', 'review', 'invalid', 'in_progress'];
const BANDS = ['travel', 'stop', 'break', 'hole', 'speed'] as const;
const LINES = ['plan', 'ahead', 'done', 'lost'] as const;

export function AxisLegend() {
  const { t } = useTranslation();
  return (
    <Popover position="top-end" shadow="md" withArrow>
      <Popover.Target>
        <ActionIcon variant="default" size="md" aria-label={t('legend.title')} title={t('legend.title')}>
          <IconInfoCircle size={17} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="fb-legend fb-replay-legend">
          <section>
            <h2>{t('replay.legend.visits')}</h2>
            {VISITS.map((state) => (
              <p key={state}>
                <OutletMark state={state} size={16} /> {t(`outlet_state.${state}`)}
              </p>
            ))}
          </section>
          <section>
            <h2>{t('replay.legend.bands')}</h2>
            {BANDS.map((band) => (
              <p key={band}>
                <i data-key={band} /> {t(`replay.legend.${band}`)}
              </p>
            ))}
          </section>
          <section>
            <h2>{t('replay.legend.lines')}</h2>
            {LINES.map((line) => (
              <p key={line}>
                <i data-key={line} /> {t(`replay.legend.${line}`)}
              </p>
            ))}
          </section>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
