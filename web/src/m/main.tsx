// The phone's page comes up: its words, its worker, then the rep's app or the supervisor's part.
import './m.css';
import { createRoot } from 'react-dom/client';
import { Root } from './app/Root';
import { Boot, demoMark } from './boot';
import { BROWSER } from './engine/around';
import { begin } from './i18n';
import { attendOpened } from './opened';
import { isTeam } from './route';
import { registerWorker } from './updates';

// The worker is asked for what lies under /m/.
if (location.pathname === '/m') history.replaceState(null, '', `/m/${location.search}${location.hash}`);
// An address of the team's part, as it may be sent or saved.
const team = /^\/m\/(team(?:\/.*)?)$/.exec(location.pathname)?.[1];
if (team) history.replaceState(null, '', `/m/#/${team}`);

const demo = demoMark() ? await (await import('./demo/demo_phone')).demoPhone() : null;
const boot = new Boot(demo?.around ?? BROWSER);
if (!isTeam()) boot.begin();
demo?.attend(boot);
registerWorker();
attendOpened();
await begin();
createRoot(document.getElementById('root')!).render(<Root boot={boot} />);
