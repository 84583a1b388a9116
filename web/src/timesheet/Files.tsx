// A sheet as a file for a spreadsheet.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fileHref } from './timesheets';

export function Files({ rep, month, name }: { rep: number | undefined; month: string; name: string }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="fb-sheets-files">
      {(['xlsx', 'csv'] as const).map((format) => (
        <Button
          key={format}
          component="a"
          size="compact-xs"
          variant="default"
          href={fileHref(rep, month, format, i18n.language)}
          download
          aria-label={t('timesheet.file', { name, format: format.toUpperCase() })}
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </div>
  );
}
