import gcoord from 'gcoord';
import { describe, expect, it } from 'vitest';
import { asked, pieces, toGcj02 } from '../src/map/gcj_tiles';

/** WGS-84 and GCJ-02 of the reference tests of eviltransform: latitude, longitude. */
const PAIRS = [
  { place: 'Shanghai', wgs: [31.1774276, 121.5272106], gcj: [31.17530398364597, 121.531541859215] },
  { place: 'Shenzhen', wgs: [22.543847, 113.912316], gcj: [22.540796131694766, 113.9171764808363] },
  { place: 'Beijing', wgs: [39.911954, 116.377817], gcj: [39.91334545536069, 116.38404722455657] },
] as const;

describe('GCJ-02', () => {
  it.each(PAIRS)('lies where it is published to lie in $place, and comes back', ({ wgs, gcj }) => {
    const [lng, lat] = toGcj02(wgs[1], wgs[0]);
    expect(lat).toBeCloseTo(gcj[0], 6);
    expect(lng).toBeCloseTo(gcj[1], 6);
    const [backLng, backLat] = gcoord.transform([lng, lat], gcoord.GCJ02, gcoord.WGS84);
    expect(Math.abs(backLng - wgs[1])).toBeLessThan(1e-6);
    expect(Math.abs(backLat - wgs[0])).toBeLessThan(1e-6);
  });
});

const column = (lng: number, z: number) => ((lng + 180) / 360) * 2 ** z;
const row = (lat: number, z: number) =>
  ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z;

describe('a tile put back', () => {
  // The pixel of a place, drawn in GCJ-02 on some piece, must be its true pixel on the tile.
  it.each(PAIRS)('shows $place within a pixel of where it is, at every zoom', ({ wgs, gcj }) => {
    for (let z = 4; z <= 18; z++) {
      const [x, y] = [Math.floor(column(wgs[1], z)), Math.floor(row(wgs[0], z))];
      const found = pieces(z, x, y).flatMap((piece) => {
        const [across, down] = [column(gcj[1], z) - piece.x, row(gcj[0], z) - piece.y];
        const isOn = across >= 0 && across < 1 && down >= 0 && down < 1;
        return isOn ? [[piece.left + across, piece.top + down] as const] : [];
      });
      expect(found).toHaveLength(1);
      expect(Math.abs(found[0]![0] - (column(wgs[1], z) - x)) * 256).toBeLessThan(1);
      expect(Math.abs(found[0]![1] - (row(wgs[0], z) - y)) * 256).toBeLessThan(1);
    }
  });
  it('covers the whole tile and fetches no more than four', () => {
    for (const z of [5, 12, 16]) {
      const parts = pieces(z, Math.floor(column(121.5272106, z)), Math.floor(row(31.1774276, z)));
      expect(parts.length).toBeLessThanOrEqual(4);
      const covered = parts.reduce(
        (sum, { left, top }) => sum + (1 - Math.abs(left)) * (1 - Math.abs(top)),
        0,
      );
      expect(covered).toBeGreaterThan(0.99);
    }
  });
  it('is itself where nothing is shifted', () => {
    expect(pieces(10, 511, 340)).toMatchObject([{ x: 511, y: 340 }]);
  });
  it('knows the address of what it is made of', () => {
    const template = encodeURIComponent('https://tiles.example.cn/{z}/{x}/{y}.png?style=7');
    const { z, x, y, address } = asked(`gcj02://12/3430/1673/xyz/${template}`);
    expect([z, x, y]).toEqual([12, 3430, 1673]);
    expect(address(3431, 1673)).toBe('https://tiles.example.cn/12/3431/1673.png?style=7');
    expect(asked(`gcj02://2/1/0/tms/${template}`).address(1, 0)).toBe(
      'https://tiles.example.cn/2/1/3.png?style=7',
    );
  });
});
