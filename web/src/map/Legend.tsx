// What the marks mean.
import { useTranslation } from 'react-i18next';
import type { OutletState } from '../api/types';
import { OutletMark, StatusMark } from '../app/glyphs';
import type { Status } from '../board/rows';

const STATUSES: Status[] = ['travelling', 'in_visit', 'idle', 'break', 'no_signal', 'off_session'];
const OUTLETS: OutletState[] = ['planned', 'in_progress', 'visited', 'review', 'invalid', 'missed'];

export function Legend() {
  const { t } = useTranslation();
  return (
    <div className="fb-legend">
      <section>
        <h2>{t('legend.reps')}</h2>
        {STATUSES.map((status) => (
          <p key={status}>
            <StatusMark status={status} size={16} /> {t(`status.${status}`)}
          </p>
        ))}
      </section>
      <section>
        <h2>{t('legend.outlets')}</h2>
        {OUTLETS.map((state) => (
          <p key={state}>
            <OutletMark state={state} size={16} /> {t(`outlet_state.${state}`)}
          </p>
        ))}
      </section>
      <section>
        <h2>{t('legend.lines')}</h2>
        <p>
          <i className="fb-key-track" /> {t('legend.track')}
        </p>
        <p>
          <i className="fb-key-hole" /> {t('legend.hole')}
        </p>
        <p>
          <i className="fb-key-plan" /> {t('legend.plan')}
        </p>
      </section>
      <p className="fb-dim">{t('legend.stale')}</p>
    </div>
  );
}
