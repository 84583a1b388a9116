// A photo as an image, or the word that it has gone with its time.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { type Photo, pictureOf } from './photos';

export function Thumbnail({ photo, size = 'thumbnail' }: { photo: Photo; size?: 'image' | 'thumbnail' }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (photo.removed) return <span className="fb-photo-gone">{t('photos.removed')}</span>;
  return (
    <img
      src={pictureOf(photo, size)}
      width={photo.width}
      height={photo.height}
      loading="lazy"
      decoding="async"
      alt={t('photos.alt', {
        subject: photo.subject ?? t('photos.a_photo'),
        outlet: photo.outlet_name ?? t('visit.no_outlet'),
        time: format.moment(photo.taken_at),
      })}
    />
  );
}
