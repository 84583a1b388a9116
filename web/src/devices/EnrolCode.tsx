// The code by which a phone becomes a rep's device: to be typed in, or scanned.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { Once, Secret } from '../records/Once';
import { type Enrolment, enrolLink } from './devices';
import { Qr } from './Qr';

export function EnrolCode({ given, onDone }: { given: Enrolment; onDone: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const link = enrolLink(location.origin, given.enrolment_code);
  return (
    <Once title={t('records.enrol_title')} secret={given.enrolment_code} onDone={onDone}>
      <Qr text={link} label={t('records.enrol_qr')} />
      <p>{t('records.enrol_how')}</p>
      <Secret text={link} />
      <p className="fb-dim">{t('records.enrol_until', { when: format.moment(given.expires_at) })}</p>
    </Once>
  );
}
