// Whether we hear of a rep: apart from what he does, and never by colour alone.
import { IconAntennaBars2, IconAntennaBars5, IconAntennaBarsOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { useFormat } from '../format/useFormat';
import type { Row } from './rows';

const ICONS = { live: IconAntennaBars5, stale: IconAntennaBars2, silent: IconAntennaBarsOff };

/** With how long ago he was heard, or since when he is silent. */
export function SignalMark({ row }: { row: Pick<Row, 'signal' | 'seenAt'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { signal, seenAt } = row;
  const words =
    seenAt === null
      ? t('row.never_seen')
      : signal === 'silent'
        ? t('row.silent_since', { time: format.clock(seenAt) })
        : format.age(serverNow() - seenAt);
  if (signal === 'off') return <span className="fb-signal">{words}</span>;
  const Icon = ICONS[signal];
  return (
    <span className="fb-signal" data-signal={signal}>
      <Icon size={15} aria-hidden="true" />
      {/* Silence is told in words already. */}
      {signal !== 'silent' && <span className="fb-hidden">{t(`board.signal.${signal}`)} </span>}
      {words}
    </span>
  );
}
