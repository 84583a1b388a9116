// Every key figure of the dictionary with its value, how it moved, what it means, and its rows.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ChangeMark } from './ChangeMark';
import { changeOf } from './figures';
import { reportQuery } from './kpis';
import { Told } from './Told';
import { useFigure } from './useFigure';
import type { PageOf } from './usePage';
import { useSpanWords } from './useSpanWords';

export function DictionaryDesk({ page }: { page: PageOf }) {
  const { t } = useTranslation();
  const figure = useFigure();
  const words = useSpanWords();
  // By day, as the dashboard asks: one answer serves both.
  const now = useQuery(reportQuery({ ...page.asked, by: ['day'] }));
  const before = useQuery(reportQuery({ ...page.scope, ...page.before, by: ['day'] }));
  return (
    <div className="fb-rep-desk">
      <Told query={now}>
        {({ total }) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          <section className="fb-lines-scroll" tabIndex={0} aria-label={t('reports.tab.all')}>
            <table className="fb-lines fb-rep-all">
              <thead>
                <tr>
                  <th scope="col">{t('reports.figure')}</th>
                  <th scope="col" className="fb-num">
                    {words(page.span)}
                  </th>
                  <th scope="col" className="fb-num">
                    {words(page.before)}
                  </th>
                  <th scope="col" className="fb-num">
                    {t('reports.change')}
                  </th>
                  <th scope="col">{t('reports.formula')}</th>
                </tr>
              </thead>
              <tbody>
                {page.definitions
                  .filter(({ code }) => total[code])
                  .map((definition) => {
                    const { code } = definition;
                    const cell = total[code];
                    const then = before.data?.total[code];
                    const name = figure.name(definition);
                    const value = figure.value(definition, cell?.value);
                    return (
                      <tr key={code} data-kpi={code}>
                        <th scope="row">{name}</th>
                        <td className="fb-num">
                          <button
                            type="button"
                            className="fb-rep-number"
                            aria-label={t('reports.rows_of', { name, value })}
                            onClick={() => page.open({ kpi: code })}
                          >
                            {value}
                          </button>
                          {figure.parts(definition, cell) && (
                            <div className="fb-dim">{figure.parts(definition, cell)}</div>
                          )}
                        </td>
                        <td className="fb-num">{figure.value(definition, then?.value)}</td>
                        <td className="fb-num">
                          <ChangeMark change={changeOf(definition, cell, then)} />
                        </td>
                        <td className="fb-dim">{figure.formula(definition)}</td>
                      </tr>
                    );
                  })}
              </tbody>
            </table>
          </section>
        )}
      </Told>
    </div>
  );
}
