// What the keys do.
import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function ShortcutHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const keys: [string, string][] = [
    ['/', t('help.search')],
    ['↑ ↓', t('help.move')],
    ['Enter', t('help.open')],
    ['f', t('help.follow')],
    ['r', t('help.replay')],
    ['m', t('help.message')],
    ['[ ]', t('help.day')],
    ['Esc', t('help.back')],
    ['?', t('help.help')],
  ];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('help.title')}
      centered
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <dl className="fb-keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
