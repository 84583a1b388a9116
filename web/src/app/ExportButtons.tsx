// A list as a file: XLSX and CSV, with the filters of the list and headings in the reader's language.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { session as sessionQuery } from '../api/queries';
import './export.css';

/** `path` is what the page itself asks the list with; how far it has read is no matter of the file. */
export function exportHref(path: string, format: 'csv' | 'xlsx', language: string): string {
  const [list, asked = ''] = path.split('?');
  const query = new URLSearchParams(asked);
  query.delete('limit');
  query.delete('cursor');
  query.set('format', format);
  query.set('language', language);
  return `/api/v1/${list}/export?${query}`;
}

/** A button a format; `href` is where the file is, `label` what it is to who does not see where the buttons stand. */
export function FileButtons({
  href,
  label,
}: {
  href: (format: 'csv' | 'xlsx') => string;
  label: (format: string) => string;
}) {
  return (['xlsx', 'csv'] as const).map((format) => (
    <Button
      key={format}
      component="a"
      size="compact-xs"
      variant="default"
      href={href(format)}
      download
      aria-label={label(format.toUpperCase())}
    >
      {format.toUpperCase()}
    </Button>
  ));
}

/** `name` says what the file holds to who does not see where the buttons stand. */
export function ExportButtons({ path, name }: { path: string; name: string }) {
  const { t, i18n } = useTranslation();
  // What a rep works with is in the phone.
  if (useQuery(sessionQuery).data?.user.role === 'rep') return null;
  return (
    <span className="fb-export">
      <FileButtons
        href={(format) => exportHref(path, format, i18n.language)}
        label={(format) => t('export.as', { name, format })}
      />
    </span>
  );
}
