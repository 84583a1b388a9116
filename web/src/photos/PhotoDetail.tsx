// One photo large, what speaks against it, and the one it is like beside it.
import { Alert, Button } from '@mantine/core';
import { IconMap2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import { Waiting } from '../drawer/RepDayPanel';
import { useFormat } from '../format/useFormat';
import { findingWords, type Photo, photoQuery } from './photos';
import { Thumbnail } from './Thumbnail';

export function PhotoDetail({ id, onFocus }: { id: string | undefined; onFocus: (id: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery({ ...photoQuery(id ?? ''), enabled: id !== undefined });
  const photo = query.data;
  if (id !== undefined && query.isPending) return <Waiting />;
  if (query.isError && !photo)
    return (
      <Alert color="red" role="alert" title={t('photos.failed')}>
        {problemText(query.error, t)}
      </Alert>
    );
  if (!photo) return null;
  const unseen = photo.findings.includes('reused') && photo.original === null;
  return (
    <>
      <header className="fb-review-detail-head">
        <div>
          <h2>{photo.outlet_name ?? t('visit.no_outlet')}</h2>
          <p className="fb-dim">
            {[photo.outlet_code, photo.rep_name, photo.subject].filter(Boolean).join(' · ')}
          </p>
        </div>
        <VisitLink photo={photo} />
      </header>
      {photo.findings.length > 0 && (
        <ul className="fb-photo-findings" aria-label={t('photos.finding')}>
          {photo.findings.map((finding) => (
            <li key={finding}>{findingWords(photo, finding, t, format)}</li>
          ))}
        </ul>
      )}
      {unseen && <p className="fb-dim">{t('photos.elsewhere')}</p>}
      <div className="fb-photo-pair">
        <Figure photo={photo} title={photo.original ? t('photos.present') : undefined} />
        {photo.original && (
          <Figure photo={photo.original} title={t('photos.first')}>
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => onFocus(photo.original?.id ?? photo.id)}
            >
              {t('photos.look')}
            </Button>
          </Figure>
        )}
      </div>
      {photo.note && <p>“{photo.note}”</p>}
      <p>
        <strong>{t(`photos.status.${photo.status}`)}</strong>
        {photo.decided_by &&
          photo.decided_at &&
          ` · ${t('photos.by', { who: photo.decided_by, when: format.moment(photo.decided_at) })}`}
        {photo.reason && ` · “${photo.reason}”`}
      </p>
    </>
  );
}

function Figure({ photo, title, children }: { photo: Photo; title?: string; children?: React.ReactNode }) {
  const format = useFormat();
  return (
    <figure>
      <Thumbnail photo={photo} size="image" />
      <figcaption>
        {title && <strong>{title}</strong>}
        <span>
          {title && `${[photo.outlet_name, photo.rep_name].filter(Boolean).join(' · ')} · `}
          {format.moment(photo.taken_at)}
        </span>
        {children}
      </figcaption>
    </figure>
  );
}

function VisitLink({ photo }: { photo: Photo }) {
  const { t } = useTranslation();
  if (photo.visit_id === null) return null;
  return (
    <Link
      to="/map"
      search={{ rep: photo.rep_id, visit: photo.visit_id, date: photo.date }}
      className="fb-review-map"
    >
      <Button component="span" size="xs" variant="light" leftSection={<IconMap2 size={16} />}>
        {t('photos.to_visit')}
      </Button>
    </Link>
  );
}
