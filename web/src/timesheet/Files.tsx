// A sheet as a file for a spreadsheet.
import { useTranslation } from 'react-i18next';
import { FileButtons } from '../app/ExportButtons';
import { fileHref } from './timesheets';

export function Files({ rep, month, name }: { rep: number | undefined; month: string; name: string }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="fb-sheets-files">
      <FileButtons
        href={(format) => fileHref(rep, month, format, i18n.language)}
        label={(format) => t('timesheet.file', { name, format })}
      />
    </div>
  );
}
