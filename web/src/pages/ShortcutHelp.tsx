// What the keys do.
import { useTranslation } from 'react-i18next';
import { KeyHelp } from '../app/KeyHelp';

export function ShortcutHelp({
  opened,
  hasPhone,
  onClose,
}: {
  opened: boolean;
  /** There is one to move. */
  hasPhone: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const keys: [string, string][] = [
    ['/', t('help.search')],
    ['↑ ↓', t('help.move')],
    ['Enter', t('help.open')],
    ['f', t('help.follow')],
    ['r', t('help.replay')],
    ['m', t('help.message')],
    ['[ ]', t('help.day')],
    ...(hasPhone ? [['d', t('help.demo_phone')] as [string, string]] : []),
    ['Esc', t('help.back')],
    ['?', t('help.help')],
  ];
  return <KeyHelp opened={opened} keys={keys} onClose={onClose} />;
}
