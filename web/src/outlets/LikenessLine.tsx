// Why two shops may be one, in words.
import { useTranslation } from 'react-i18next';
import type { Likeness } from './requests';

export function LikenessLine({ likeness }: { likeness: Likeness }) {
  const { t } = useTranslation();
  const per = (share: number) => `${Math.round(share * 100)} %`;
  const parts = [
    t('outlets.alike', { share: per(likeness.score) }),
    t('outlets.like_name', { share: per(likeness.name) }),
    likeness.same_phone !== null &&
      (likeness.same_phone ? t('outlets.like_phone') : t('outlets.other_phone')),
    likeness.distance_m !== null && t('pins.metres', { count: Math.round(likeness.distance_m) }),
  ];
  return <p className="fb-dim">{parts.filter(Boolean).join(' · ')}</p>;
}
