// The words of the trips: loaded with the first of their screens.
import { addWords } from '../i18n';

const words = import.meta.glob<{ default: object }>('./i18n/*.json');
export const prepare = () => addWords(words);
