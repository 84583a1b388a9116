// What the keys of a list do.
import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function RecordKeys({ fresh, onClose }: { fresh: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const keys: [string, string][] = [
    ['/', t('records.keys.search')],
    ['j k ↑ ↓', t('records.keys.move')],
    ['Enter', t('records.keys.open')],
    ['[ ]', t('records.keys.page')],
    ...(fresh ? [['n', t('records.keys.fresh')] as [string, string]] : []),
    ['Esc', t('records.keys.back')],
    ['?', t('help.help')],
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('help.title')}
      centered
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <dl className="fb-rec-keys">
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
