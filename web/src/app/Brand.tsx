// Whose console this is, at the left of every bar.
import { useQuery } from '@tanstack/react-query';
import { session as sessionQuery } from '../api/queries';
import { Logo } from './glyphs';

export function Brand() {
  const company = useQuery(sessionQuery).data?.company;
  return (
    <div className="fb-brand">
      <Logo size={28} />
      <span className="fb-company">{company?.name ?? 'Fieldbeat'}</span>
    </div>
  );
}
