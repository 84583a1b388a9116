// Languages of the phone. Only the one in use is loaded; the service worker keeps all three, so that changing works
// without a link.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../api/types';

export const LANGUAGES: readonly { code: Language; name: string }[] = [
  { code: 'vi', name: 'Tiếng Việt' },
  { code: 'en', name: 'English' },
  { code: 'zh', name: '简体中文' },
];

const STORED = 'fieldbeat.phone.language';
type Files = { [name: string]: () => Promise<{ default: object }> };
/** The app's own, and those of parts that were opened since. */
const files: Files = { ...import.meta.glob<{ default: object }>('./*.json') };
const loaded = new Set<string>();

async function load(language: Language) {
  const missing = Object.keys(files).filter((name) => name.endsWith(`${language}.json`) && !loaded.has(name));
  for (const [name, texts] of await Promise.all(missing.map(async (n) => [n, await files[n]!()] as const))) {
    i18next.addResourceBundle(language, 'translation', texts.default, true);
    loaded.add(name);
  }
}

/** Of a part that is loaded when it is opened: its texts come before it is shown, in whatever language follows. */
export async function addWords(more: Files) {
  Object.assign(files, more);
  await load(i18next.language as Language);
}

function preferred(): Language {
  const tags = [localStorage.getItem(STORED) ?? '', ...navigator.languages];
  for (const tag of tags) {
    const found = LANGUAGES.find(({ code }) => tag.toLowerCase().startsWith(code));
    if (found) return found.code;
  }
  return 'en';
}

export async function setLanguage(language: Language) {
  localStorage.setItem(STORED, language);
  await load(language);
  await i18next.changeLanguage(language);
}

i18next.on('languageChanged', (language) => {
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : language;
});

export async function begin() {
  const language = preferred();
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0]);
  await load(language);
  // Texts that came after the start are seen by whoever asks from now on.
  await i18next.changeLanguage(language);
}
