// The month at one look: the verdict, the figures that explain it, those below side by side, what waits, what moved.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Below } from './Below';
import { DayList } from './DayList';
import { Headlines } from './Headlines';
import { isIdle, reportQuery } from './kpis';
import { Moved } from './Moved';
import { Pace } from './Pace';
import { Told } from './Told';
import { Trouble } from './Trouble';
import type { Look } from './useLook';

export function MonthView({ look }: { look: Look }) {
  const { t } = useTranslation();
  const now = useQuery(reportQuery({ ...look.asked, by: ['day'] }));
  const before = useQuery(reportQuery({ ...look.scope, ...look.before }));
  const then = before.data && !isIdle(before.data.total) ? before.data.total : undefined;
  return (
    <Told query={now}>
      {(report) =>
        isIdle(report.total) && report.rows.length === 0 ? (
          <p className="fb-dim">{t('overview.nothing')}</p>
        ) : (
          <>
            <Pace look={look} report={report} before={then} />
            <Headlines look={look} now={report.total} before={then} />
            {look.scope.rep === undefined ? (
              <Below look={look} />
            ) : (
              <DayList look={look} rows={report.rows} />
            )}
            <div className="fb-rep-two">
              <Trouble look={look} />
              {look.scope.rep === undefined && look.isThisMonth && <Moved look={look} days={report.rows} />}
            </div>
          </>
        )
      }
    </Told>
  );
}
