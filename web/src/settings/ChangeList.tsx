// What differs between two documents: one line each, before and after.
import { useTranslation } from 'react-i18next';
import type { Change } from './draft';
import { useSettingWords } from './words';

export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation();
  const words = useSettingWords();
  return (
    <ul className="fb-settings-diff" aria-label={t('settings.changes')}>
      {changes.map(({ path, before, after }) => (
        <li key={path} data-change={path}>
          <span>{words.label(path)}</span>
          <span>
            <del>
              <span className="fb-hidden">{t('settings.before')} </span>
              {words.value(path, before)}
            </del>
            {' → '}
            <ins>
              <span className="fb-hidden">{t('settings.after')} </span>
              {words.value(path, after)}
            </ins>
          </span>
        </li>
      ))}
    </ul>
  );
}
