// Displays that were shown in a visit: of which programme, and how far their approval is.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { has, useRights } from '../app/rights';
import { useFormat } from '../format/useFormat';
import { displaysOfVisit } from '../trade_marketing/displays';

export function VisitDisplays({ visit }: { visit: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rights = useRights();
  const may = has(rights, 'read_field');
  const rows = useQuery({ ...displaysOfVisit(visit), enabled: may }).data ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="fb-section">
      <h3>{t('visit.displays')}</h3>
      <ul className="fb-documents">
        {rows.map((one) => (
          <li key={one.id} data-display={one.id}>
            <span>
              <Link
                to="/photos"
                search={{ tab: 'displays', programme: one.programme_id }}
                className="fb-document-link"
              >
                {one.programme_name}
              </Link>
              , {t(`displays.state.${one.state}`)}
              {one.reason && <em>“{one.reason}”</em>}
            </span>
            <b className="fb-num">{format.money(one.reward_minor, one.currency)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
