// One row of a company's own list: what it is called, its code, and what may be done with it.
import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconEye, IconEyeOff, IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export function RowLine({
  name,
  called,
  about,
  row,
  may,
  busy,
  onMove,
  onEdit,
  onActive,
}: {
  name: ReactNode;
  called: string;
  about?: string;
  row: { code: string; active: boolean };
  may: boolean;
  busy: boolean;
  /** Absent while not all are shown. */
  onMove: ((by: number) => void) | undefined;
  onEdit: () => void;
  /** Absent where it must stay. */
  onActive: ((active: boolean) => void) | undefined;
}) {
  const { t } = useTranslation();
  const icon = (label: string, Icon: typeof IconPencil, onClick: () => void) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      title={label}
      aria-label={label}
      onClick={() => !busy && onClick()}
    >
      <Icon size={18} />
    </ActionIcon>
  );
  return (
    <div className="fb-reason" data-inactive={!row.active || undefined}>
      <div>
        {name}
        {!row.active && <span className="fb-settings-tag">{t('settings.inactive')}</span>}
        <p className="fb-dim">
          {about} <code>{row.code}</code>
        </p>
      </div>
      {may && (
        <div className="fb-reason-acts">
          {onMove && icon(t('settings.move_up', { name: called }), IconArrowUp, () => onMove(-1))}
          {onMove && icon(t('settings.move_down', { name: called }), IconArrowDown, () => onMove(1))}
          {icon(t('settings.edit', { name: called }), IconPencil, onEdit)}
          {onActive &&
            (row.active
              ? icon(t('settings.deactivate', { name: called }), IconEyeOff, () => onActive(false))
              : icon(t('settings.activate', { name: called }), IconEye, () => onActive(true)))}
        </div>
      )}
    </div>
  );
}
