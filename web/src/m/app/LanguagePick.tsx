// The app's language, each named in itself.
import { useTranslation } from 'react-i18next';
import { LANGUAGES, setLanguage } from '../i18n';

export function LanguagePick() {
  const { t, i18n } = useTranslation();
  return (
    <fieldset className="m-pick">
      <legend>{t('more.language')}</legend>
      <div className="m-languages">
        {LANGUAGES.map(({ code, name }) => (
          <button
            key={code}
            type="button"
            lang={code}
            className="m-button"
            data-kind="quiet"
            aria-pressed={i18n.language === code}
            onClick={() => void setLanguage(code)}
          >
            {name}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
