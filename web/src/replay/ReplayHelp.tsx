// What the keys of a replay do.
import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const KEYS = [
  ['Space', 'play'],
  ['J K L', 'shuttle'],
  ['← →', 'seconds'],
  ['Shift ← →', 'minutes'],
  ['Home End', 'ends'],
  ['↑ ↓', 'speed'],
  ['s', 'skip'],
  ['f', 'follow'],
  ['1 – 6', 'lead'],
  ['+', 'add'],
  ['[ ]', 'day'],
  ['?', 'help'],
] as const;

export function ReplayHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('help.title')}
      centered
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <dl className="fb-keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{t(`replay.key.${what}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
