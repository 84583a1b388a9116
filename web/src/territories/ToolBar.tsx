// The tools over a map: which one is in the hand, and steps back and on. Each has a key, said in its title.
import { ActionIcon } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconHandStop,
  IconLasso,
  IconPolygon,
  IconSquareDashed,
  IconVectorBezier2,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tool } from './sketcher';

const ICONS = {
  freehand: IconLasso,
  polygon: IconPolygon,
  rectangle: IconSquareDashed,
  select: IconVectorBezier2,
} as const;

export const TOOL_KEYS: Record<Tool, string> = {
  freehand: 'l',
  polygon: 'p',
  rectangle: 'b',
  select: 'v',
};

export function ToolBar({
  label,
  tools,
  tool,
  steps,
  onTool,
  onUndo,
  onRedo,
  children,
}: {
  label: string;
  tools: readonly Tool[];
  tool: Tool | null;
  steps: { back: number; on: number };
  onTool: (tool: Tool | null) => void;
  onUndo: () => void;
  onRedo: () => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div role="toolbar" aria-label={label} className="fb-desk-tools">
      <Button
        label={t('territories.tool.move')}
        title="Esc"
        pressed={tool === null}
        onClick={() => onTool(null)}
      >
        <IconHandStop size={18} aria-hidden />
      </Button>
      {tools.map((each) => {
        const Icon = ICONS[each];
        return (
          <Button
            key={each}
            label={t(`territories.tool.${each}`)}
            title={TOOL_KEYS[each]}
            pressed={tool === each}
            onClick={() => onTool(each)}
          >
            <Icon size={18} aria-hidden />
          </Button>
        );
      })}
      <i aria-hidden />
      <Button label={t('territories.undo')} title="Ctrl+Z" disabled={steps.back === 0} onClick={onUndo}>
        <IconArrowBackUp size={18} aria-hidden />
      </Button>
      <Button label={t('territories.redo')} title="Ctrl+Shift+Z" disabled={steps.on === 0} onClick={onRedo}>
        <IconArrowForwardUp size={18} aria-hidden />
      </Button>
      {children}
    </div>
  );
}

function Button({
  label,
  title,
  pressed,
  disabled,
  onClick,
  children,
}: {
  label: string;
  /** Its key. */
  title: string;
  pressed?: boolean;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <ActionIcon
      size={36}
      variant={pressed ? 'filled' : 'default'}
      aria-label={label}
      aria-pressed={pressed}
      title={`${label} (${title})`}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  );
}
