// A customer that is not known yet; saved, its own page is where to go on.
import '../catalogue/catalogue.css';
import '../review/review.css';
import '../plans/plans.css';
import './customers.css';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { has, useRights } from '../app/rights';
import { PageBar } from '../pages/PageBar';
import { CustomerForm } from './CustomerForm';

export function NewCustomerPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { history } = useRouter();
  const rights = useRights();
  const may = has(rights, 'manage_outlets');
  return (
    <div className="fb-shell">
      <PageBar />
      <main className="fb-review fb-360">
        <div className="fb-360-new">
          <h1>{t('customer.new')}</h1>
          {may ? (
            <CustomerForm
              onCancel={() => history.back()}
              onSaved={({ id }) => void navigate({ to: '/customers/$id', params: { id }, replace: true })}
            />
          ) : (
            <p className="fb-dim">{t('problem.forbidden')}</p>
          )}
        </div>
      </main>
    </div>
  );
}
