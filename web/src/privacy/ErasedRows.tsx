// Rows by class: what would go, or what went.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat';
import { CLASSES, rowsOf } from './privacy';

export function ErasedRows({
  title,
  rows,
  nothing,
}: {
  title: string;
  rows: Readonly<Record<string, number>>;
  nothing: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const some = rowsOf(rows);
  return (
    <>
      <h3>{title}</h3>
      {some.length === 0 ? (
        <p className="fb-dim">{nothing}</p>
      ) : (
        <table className="fb-privacy-rows">
          <thead className="fb-hidden">
            <tr>
              <th>{t('privacy.what')}</th>
              <th>{t('privacy.rows')}</th>
            </tr>
          </thead>
          <tbody>
            {some.map(([name, count]) => {
              const known = CLASSES.find((one) => one === name);
              return (
                <tr key={name}>
                  <th scope="row">{known ? t(`privacy.class.${known}`) : name}</th>
                  <td>{format.count(count)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </>
  );
}
