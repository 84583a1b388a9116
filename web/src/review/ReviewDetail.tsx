// The visit under the cursor with its evidence, and the way to it on the map.
import { Alert, Button } from '@mantine/core';
import { IconMap2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { visit as visitQuery } from '../api/queries';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { VisitBody } from '../drawer/VisitPanel';

export function ReviewDetail({ id }: { id: string | undefined }) {
  const { t } = useTranslation();
  const query = useQuery({ ...visitQuery(id ?? ''), enabled: id !== undefined });
  const visit = query.data;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="fb-review-detail" tabIndex={0} aria-label={t('visit.title')}>
      {id !== undefined && query.isPending && <Waiting />}
      {query.isError && !visit && (
        <Alert color="red" title={t('visit.failed')} role="alert">
          {problemText(query.error, t)}
        </Alert>
      )}
      {visit && (
        <>
          <header className="fb-review-detail-head">
            <div>
              <h2>{visit.outlet?.name ?? t('visit.no_outlet')}</h2>
              <p className="fb-dim">
                {visit.outlet?.code ? `${visit.outlet.code} · ` : ''}
                {visit.rep_name}
              </p>
            </div>
            <Link
              to="/map"
              search={{ rep: visit.rep_id, visit: visit.id, date: visit.date }}
              className="fb-review-map"
            >
              <Button component="span" size="xs" variant="light" leftSection={<IconMap2 size={16} />}>
                {t('queue.on_map')}
              </Button>
            </Link>
          </header>
          <VisitBody visit={visit} deciding={false} />
        </>
      )}
    </section>
  );
}
