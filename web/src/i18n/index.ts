// Languages of the page. The words of one are loaded before anything is shown, those of another when it is chosen.
// Plurals follow `Intl`.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../api/types';

export const LANGUAGES: readonly { code: Language; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'vi', name: 'Tiếng Việt' },
  { code: 'zh', name: '简体中文' },
];

const WORDS: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import('./en.json'),
  vi: () => import('./vi.json'),
  zh: () => import('./zh.json'),
};

const STORED = 'fieldbeat.language';

export function storedLanguage(): Language | null {
  const stored = localStorage.getItem(STORED);
  return LANGUAGES.some(({ code }) => code === stored) ? (stored as Language) : null;
}

function preferred(): Language {
  const stored = storedLanguage();
  if (stored) return stored;
  for (const tag of navigator.languages) {
    const found = LANGUAGES.find(({ code }) => tag.toLowerCase().startsWith(code));
    if (found) return found.code;
  }
  return 'en';
}

/** For what is written in another language than the page, such as a card that is handed to somebody. */
export async function loadWords(language: Language) {
  if (!i18next.hasResourceBundle(language, 'translation'))
    i18next.addResourceBundle(language, 'translation', (await WORDS[language]()).default);
}

export async function setLanguage(language: Language, remember = true) {
  if (remember) localStorage.setItem(STORED, language);
  await loadWords(language);
  await i18next.changeLanguage(language);
}

i18next.on('languageChanged', (language) => {
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : language;
});

const first = preferred();
await i18next.use(initReactI18next).init({
  lng: first,
  supportedLngs: LANGUAGES.map(({ code }) => code),
  // Every language has every word (test/i18n.test.ts): there is nothing to fall back on.
  fallbackLng: false,
  resources: { [first]: { translation: (await WORDS[first]()).default } },
  interpolation: { escapeValue: false },
  returnNull: false,
  showSupportNotice: false,
} as Parameters<typeof i18next.init>[0]);
