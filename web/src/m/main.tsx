// The rep's phone comes up: its words, its worker, then the app.
import './m.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { Boot, demoMark } from './boot';
import { BROWSER } from './engine/around';
import { begin } from './i18n';
import { registerWorker } from './updates';

// The worker is asked for what lies under /m/.
if (location.pathname === '/m') history.replaceState(null, '', `/m/${location.search}${location.hash}`);

const demo = demoMark() ? await (await import('./demo/demo_phone')).demoPhone() : null;
const boot = new Boot(demo?.around ?? BROWSER);
boot.begin();
demo?.attend(boot);
registerWorker();
await begin();
createRoot(document.getElementById('root')!).render(<App boot={boot} />);
