// What the keys of a list do.
import { useTranslation } from 'react-i18next';
import { KeyHelp } from '../app/KeyHelp';

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
  return <KeyHelp opened keys={keys} onClose={onClose} />;
}
