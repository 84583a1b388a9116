// The numbers of a chart as a table, for who cannot see the picture or wants to read them; folded until asked for.
import { useTranslation } from 'react-i18next';
import type { Point } from './Chart';

export function ChartTable({
  title,
  points,
  against,
  words,
}: {
  title: string;
  points: readonly Point[];
  against?: string;
  words: (value: number) => string;
}) {
  const { t } = useTranslation();
  const cell = (value: number | null | undefined) => (value == null ? '–' : words(value));
  return (
    <details className="fb-chart-table">
      <summary>{t('reports.as_table')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={title}>
        <table className="fb-lines">
          <thead>
            <tr>
              <th scope="col">{t('reports.when')}</th>
              <th scope="col" className="fb-num">
                {title}
              </th>
              {against && (
                <th scope="col" className="fb-num">
                  {against}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.key}>
                <th scope="row">{point.label}</th>
                <td className="fb-num">{cell(point.value)}</td>
                {against && <td className="fb-num">{cell(point.against)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
