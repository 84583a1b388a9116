// How what is shown stands with the server: loading, as of when where there is no network, or why nothing is there.
import type { UseQueryResult } from '@tanstack/react-query';
import { useRefusal, useSay } from './say';

type Asked = Pick<
  UseQueryResult<unknown>,
  'isPending' | 'isError' | 'error' | 'data' | 'dataUpdatedAt' | 'refetch'
>;

/** Above what was asked for. `children` only where there is something to show. */
export function Known({ of, children }: { of: Asked; children: React.ReactNode }) {
  const { t, lately } = useSay();
  const refusal = useRefusal();
  if (of.data === undefined && of.isError)
    return (
      <div className="m-note" data-tone="bad" role="alert">
        <p>{refusal(of.error)}</p>
        <button type="button" className="m-button" onClick={() => void of.refetch()}>
          {t('team.again')}
        </button>
      </div>
    );
  if (of.data === undefined) return <span className="m-wait" role="status" aria-label={t('team.loading')} />;
  return (
    <>
      {of.isError && (
        <p className="m-note" role="status" data-testid="stale">
          {t('team.as_of', { why: refusal(of.error), at: lately(of.dataUpdatedAt) })}
        </p>
      )}
      {children}
    </>
  );
}
