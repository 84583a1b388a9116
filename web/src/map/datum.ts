// Basemaps that lie: tiles sold in China are drawn in GCJ-02, some hundred metres beside the ground. Here they are put
// back, so that everything else – positions, clicks, shapes, distances – stays what the satellites said.
import { addProtocol, type StyleSpecification } from 'maplibre-gl';
import { fontFaces } from './style';

/** In the `metadata` of an operator's style: what its raster tiles are drawn in. */
const DATUM = 'fieldbeat:datum';

addProtocol('gcj02', async ({ url }, { signal }) => ({
  data: await (await import('./gcj_tiles')).tile(url, signal),
}));

/** The address of a tile put back; its template is hidden from MapLibre, which would fill it in. */
const putBack = (template: string, scheme: string) =>
  `gcj02://{z}/{x}/{y}/${scheme}/${encodeURIComponent(template)}`;

export function straightened(style: StyleSpecification): StyleSpecification {
  const metadata = style.metadata as { [key: string]: unknown } | undefined;
  if (metadata?.[DATUM] !== 'gcj02') return style;
  const sources = Object.entries(style.sources).map(([name, source]) => {
    if (source.type !== 'raster' || !source.tiles) return [name, source];
    const { scheme = 'xyz', tiles, ...rest } = source;
    return [name, { ...rest, tiles: tiles.map((template) => putBack(template, scheme)) }];
  });
  return { ...style, sources: Object.fromEntries(sources) };
}

/** An operator's own style may know nothing of our fonts, and be drawn beside the ground. */
export const fitted = (_: StyleSpecification | undefined, next: StyleSpecification): StyleSpecification =>
  straightened({ ...next, 'font-faces': { ...fontFaces(), ...next['font-faces'] } });
