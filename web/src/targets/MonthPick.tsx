// A month, and the one before and after it.
import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { month as monthWords } from '../format/format';
import { monthAfter } from './targets';

export function MonthPick({ month, onPick }: { month: string; onPick: (month: string) => void }) {
  const { t, i18n } = useTranslation();
  return (
    <span className="fb-targets-month">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('targets.month_before')}
        onClick={() => onPick(monthAfter(month, -1))}
      >
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <strong aria-live="polite">{monthWords(month, i18n.language)}</strong>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('targets.month_after')}
        onClick={() => onPick(monthAfter(month, 1))}
      >
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
    </span>
  );
}
