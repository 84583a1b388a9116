// The frame of the pages before the map: what Fieldbeat is on one side, the form on the other.
import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Logo } from '../app/glyphs';
import { LanguageMenu, SchemeToggle } from '../app/Preferences';
import './entry.css';

export function EntryFrame({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="fb-entry" data-wide={wide}>
      <aside className="fb-entry-side">
        <Streets />
        <div className="fb-entry-brand">
          <Logo size={40} />
          <span>Fieldbeat</span>
        </div>
        <p className="fb-entry-claim">{t('app.claim')}</p>
        <p className="fb-entry-sub">{t('app.claim_sub')}</p>
      </aside>
      <main className="fb-entry-main">
        <Group justify="flex-end" gap={4} className="fb-entry-tools">
          <LanguageMenu />
          <SchemeToggle />
        </Group>
        <div className="fb-entry-form">{children}</div>
      </main>
    </div>
  );
}

/** A drawn city with a route beating through it. Decoration only. */
function Streets() {
  return (
    <svg className="fb-streets" viewBox="0 0 600 900" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <g fill="none" stroke="#fff" strokeOpacity=".07" strokeWidth="10">
        <path d="M-20 140 L640 60 M-20 300 L640 240 M-20 470 L640 420 M-20 650 L640 610 M-20 820 L640 800" />
        <path d="M80 -20 L40 920 M210 -20 L190 920 M350 -20 L350 920 M500 -20 L530 920" />
      </g>
      <g fill="none" stroke="#fff" strokeOpacity=".05" strokeWidth="5">
        <path d="M-20 220 L640 150 M-20 385 L640 330 M-20 560 L640 515 M-20 735 L640 705" />
        <path d="M145 -20 L115 920 M280 -20 L270 920 M425 -20 L440 920" />
      </g>
      <path
        className="fb-route"
        d="M62 812 L70 640 L198 628 L205 462 L352 446 L352 262 L508 250 L504 96"
        fill="none"
        stroke="#ff8a5c"
        strokeWidth="4"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {(
        [
          [70, 640],
          [205, 462],
          [352, 262],
        ] as const
      ).map(([x, y]) => (
        <g key={y} transform={`translate(${x} ${y})`}>
          <rect x="-13" y="-13" width="26" height="26" rx="7" fill="#0a8f63" stroke="#fff" strokeWidth="3" />
          <path d="M-5 0 L-1 4 L6 -4" fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
        </g>
      ))}
      <g transform="translate(504 96)">
        <circle className="fb-pulse" r="16" fill="#ff8a5c" />
        <circle r="13" fill="#0b6fc2" stroke="#fff" strokeWidth="4" />
      </g>
    </svg>
  );
}
