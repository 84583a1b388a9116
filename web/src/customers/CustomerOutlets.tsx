// The outlets of a customer; one with a pin leads to its place on the map.
import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { problemText } from '../app/problem';
import type { Rights } from '../app/rights';
import { OutletMustSell } from '../audits/OutletMustSell';
import { OutletSuppliers } from '../catalogue/OutletSuppliers';
import { type CustomerOutlet, outletsOf } from './customers';

/** Streets and single shops can be told apart. */
const ZOOM = 17;

export function CustomerOutlets({ customer, rights }: { customer: number; rights: Rights }) {
  const { t } = useTranslation();
  const query = useQuery(outletsOf(customer));
  return (
    <section className="fb-section">
      <h2>{t('customer.outlets')}</h2>
      {query.isError && !query.data && (
        <Alert color="red" role="alert" title={t('customer.failed')}>
          {problemText(query.error, t)}
        </Alert>
      )}
      {query.data?.length === 0 && <p className="fb-dim">{t('customer.no_outlet')}</p>}
      <ul className="fb-360-outlets">
        {query.data?.map((outlet) => (
          <li key={outlet.id} data-outlet={outlet.id}>
            <Name outlet={outlet} />{' '}
            <span className="fb-dim">
              {[outlet.code, outlet.class, outlet.closed_at && t('outlets.closed')]
                .filter(Boolean)
                .join(' · ')}
            </span>
            {outlet.address && <span className="fb-dim">{outlet.address}</span>}
            {!outlet.closed_at && <OutletSuppliers outlet={outlet.id} rights={rights} />}
            {!outlet.closed_at && <OutletMustSell outlet={outlet.id} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Name({ outlet }: { outlet: CustomerOutlet }) {
  if (outlet.lat === null || outlet.lng === null) return <strong>{outlet.name}</strong>;
  return (
    <Link to="/map" search={{ at: `${outlet.lng},${outlet.lat},${ZOOM}` }} className="fb-link">
      {outlet.name}
    </Link>
  );
}
