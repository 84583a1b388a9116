// Languages of the page. All three are bundled: together they weigh less than one font. Plurals follow `Intl`.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../api/types';
import en from './en.json';
import vi from './vi.json';
import zh from './zh.json';

export const LANGUAGES: readonly { code: Language; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'vi', name: 'Tiếng Việt' },
  { code: 'zh', name: '简体中文' },
];

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

export async function setLanguage(language: Language, remember = true) {
  if (remember) localStorage.setItem(STORED, language);
  await i18next.changeLanguage(language);
}

i18next.on('languageChanged', (language) => {
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : language;
});

await i18next.use(initReactI18next).init({
  lng: preferred(),
  fallbackLng: 'en',
  supportedLngs: LANGUAGES.map(({ code }) => code),
  resources: { en: { translation: en }, vi: { translation: vi }, zh: { translation: zh } },
  interpolation: { escapeValue: false },
  returnNull: false,
  showSupportNotice: false,
} as Parameters<typeof i18next.init>[0]);
