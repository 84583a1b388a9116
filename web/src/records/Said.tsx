// What was just done, told to everybody, with the way back where there is one.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function Said({ text, busy, onUndo }: { text: string; busy?: boolean; onUndo?: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      {text && (
        <p className="fb-rec-said">
          {text}
          {onUndo && (
            <Button size="compact-xs" variant="white" loading={busy} onClick={onUndo}>
              {t('queue.undo')}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}
