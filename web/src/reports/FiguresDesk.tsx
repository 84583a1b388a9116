// The figures of a period: tiles, the trend of the picked one, and who stands where.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isIdle, reportQuery } from './kpis';
import { Ranking } from './Ranking';
import { Tiles } from './Tiles';
import { Told } from './Told';
import { Trend } from './Trend';
import type { PageOf } from './usePage';
import { useSpanWords } from './useSpanWords';

export function FiguresDesk({ page }: { page: PageOf }) {
  const { t } = useTranslation();
  const words = useSpanWords();
  // By day: the trend asks the same, and is answered with it.
  const now = useQuery(reportQuery({ ...page.asked, by: ['day'] }));
  const before = useQuery(reportQuery({ ...page.scope, ...page.before, by: ['day'] }));
  const then = before.data?.total;
  return (
    <div className="fb-rep-desk">
      <Told query={now}>
        {(report) =>
          report.rows.length === 0 ? (
            <p className="fb-dim">{t('reports.nothing')}</p>
          ) : (
            <>
              {then && isIdle(then) && (
                <p className="fb-dim">{t('reports.idle', { span: words(page.before) })}</p>
              )}
              <Tiles page={page} now={report.total} before={then && !isIdle(then) ? then : undefined} />
              <div className="fb-rep-two">
                <Trend page={page} />
                <Ranking page={page} />
              </div>
            </>
          )
        }
      </Told>
    </div>
  );
}
