// What the keys of a page do, as its page says.
import './key_help.css';
import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function KeyHelp({
  opened,
  keys,
  onClose,
}: {
  opened: boolean;
  /** As they are named on the keyboard, and in words. */
  keys: readonly (readonly [key: string, what: string])[];
  onClose: () => void;
}) {
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
