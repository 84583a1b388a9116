// What the keys of a replay do.
import { useTranslation } from 'react-i18next';
import { KeyHelp } from '../app/KeyHelp';

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
  const keys = KEYS.map(([key, what]) => [key, t(`replay.key.${what}`)] as const);
  return <KeyHelp opened={opened} keys={keys} onClose={onClose} />;
}
