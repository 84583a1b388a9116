// Mounts a map beside a list or under a desk: one for as long as its pane is open, made once the basemap is known, in the
// look and the language of the page. What is shown on it is told to it by the pane.
import { Alert, useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { publicInfo } from '../api/queries';
import type { Language } from '../api/types';
import type { DeskMapOptions } from './desk_map';

interface DeskMap {
  destroy(): void;
  setLook(dark: boolean, language: Language): void;
}

export interface Mounted<M> {
  /** Null until it is made, and where it cannot be: without WebGL. */
  map: M | null;
  failed: boolean;
  holder: RefObject<HTMLDivElement | null>;
}

/**
 * `label`: what the map shows, for who does not see it. `make` is called once: what it closes over must not grow old.
 * `still`: nothing is animated, as for who asked for less motion.
 */
export function useDeskMap<M extends DeskMap>(
  label: string,
  make: (options: DeskMapOptions) => M,
  still = false,
): Mounted<M> {
  const { t, i18n } = useTranslation();
  const dark = useComputedColorScheme('light') === 'dark';
  const language = i18n.language as Language;
  const basemap = useQuery(publicInfo).data?.basemap;
  const holder = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<M | null>(null);
  const [failed, setFailed] = useState(false);

  const known = basemap !== undefined;
  useEffect(() => {
    if (!holder.current || !basemap) return;
    let made: M;
    try {
      made = make({
        container: holder.current,
        basemap,
        dark,
        language,
        locale: {
          'Map.Title': label,
          'NavigationControl.ZoomIn': t('map.zoom_in'),
          'NavigationControl.ZoomOut': t('map.zoom_out'),
          'AttributionControl.ToggleAttribution': t('map.attribution'),
        },
        still: still || matchMedia('(prefers-reduced-motion: reduce)').matches,
      });
    } catch {
      setFailed(true);
      return;
    }
    setMap(made);
    return () => {
      setMap(null);
      made.destroy();
    };
  }, [known]);
  useEffect(() => map?.setLook(dark, language), [map, dark, language]);

  return { map, failed, holder };
}

/** Where it is mounted; where it cannot be, what does the same instead. */
export function DeskMapHolder<M>({
  mounted: { map, failed, holder },
  id,
  instead,
}: {
  mounted: Mounted<M>;
  id: string;
  instead: string;
}) {
  const { t } = useTranslation();
  return (
    <>
      <div ref={holder} className="fb-map" data-testid={id} data-ready={map !== null} />
      {failed && (
        <Alert className="fb-map-failed" color="yellow" title={t('map.failed')} role="alert">
          {instead}
        </Alert>
      )}
    </>
  );
}
