// The photos of a visit, small; each leads to the wall.
import './photos.css';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { findingWords, type Photo } from './photos';
import { Thumbnail } from './Thumbnail';

export function VisitPhotos({ photos }: { photos: readonly Photo[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (photos.length === 0) return null;
  return (
    <section className="fb-section" data-testid="visit-photos">
      <h3>{t('photos.of_visit')}</h3>
      <ul className="fb-visit-photos">
        {photos.map((photo) => (
          <li key={photo.id}>
            <Link
              to="/photos"
              search={{ show: 'all', visit: photo.visit_id ?? undefined, id: photo.id }}
              aria-label={t('photos.open', { subject: photo.subject ?? t('photos.a_photo') })}
            >
              <Thumbnail photo={photo} />
            </Link>
            {photo.findings.map((finding) => (
              <em key={finding}>{findingWords(photo, finding, t, format)}</em>
            ))}
            {photo.status !== 'pending' && (
              <span className="fb-dim">{t(`photos.status.${photo.status}`)}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
