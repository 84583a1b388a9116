// Which side of a tab is looked at.
import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Look } from './scenarios';

export function LookPick({
  label,
  looks,
  value,
  onPick,
}: {
  label: string;
  looks: readonly Look[];
  value: Look;
  onPick: (look: Look) => void;
}) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      data={looks.map((look) => ({ value: look, label: t(`scenarios.look_at.${look}`) }))}
      value={value}
      onChange={(word) => {
        const look = looks.find((each) => each === word);
        if (look) onPick(look);
      }}
    />
  );
}
