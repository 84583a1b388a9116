// Making GeoJSON by hand. Pure.

export const EMPTY: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

export const features = (list: GeoJSON.Feature[]): GeoJSON.FeatureCollection =>
  list.length === 0 ? EMPTY : { type: 'FeatureCollection', features: list };

export const feature = (
  geometry: GeoJSON.Geometry,
  properties: GeoJSON.GeoJsonProperties,
): GeoJSON.Feature => ({
  type: 'Feature',
  geometry,
  properties,
});
