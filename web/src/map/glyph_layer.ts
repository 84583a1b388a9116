// A MapLibre custom layer that draws many points with meaning: round reps and square outlets, coloured by state, each
// state with its own glyph too. It owns GPU buffers and the tween between two positions; what a point means is the
// caller's. Positions are kept relative to an origin and the origin is folded back into the matrix in float64: else
// points jitter at street zoom.
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from 'maplibre-gl';
import { fragmentShader, vertexShader } from './glyph_shaders';

/** Floats per point: from x,y · to x,y · colour index, heading (< 0: none), style bits, scale (0: not drawn). */
const STRIDE = 8;
const TWEEN_MS = 1000;

/** Style bits. */
export const FADED = 1;
export const HOLLOW = 2;
export const SELECTED = 4;
export const BADGE_INVALID = 8;
export const BADGE_REVIEW = 16;
export const DIMMED = 32;

export interface GlyphStyle {
  shape: 'round' | 'square';
  /** RGB 0–1 by colour index; the glyph of an index is chosen by the shader of the shape. */
  colors: readonly (readonly [number, number, number])[];
  tween: boolean;
}

export interface GlyphPoint {
  x: number;
  y: number;
  color: number;
  heading: number;
  bits: number;
  scale: number;
}

export class GlyphLayer implements CustomLayerInterface {
  readonly type = 'custom' as const;
  readonly renderingMode = '2d' as const;
  count = 0;
  /** Size at zoom, in CSS pixels of the disc's radius or half the square's side. */
  radius: (zoom: number) => number = () => 8;
  dark = false;
  accent: readonly [number, number, number] = [0.26, 0.22, 0.79];
  private map: MapLibreMap | null = null;
  private gl: WebGL2RenderingContext | null = null;
  private program: WebGLProgram | null = null;
  private buffer: WebGLBuffer | null = null;
  private array: WebGLVertexArrayObject | null = null;
  private data = new Float32Array(0);
  private origin: [number, number] | null = null;
  private tweenFrom = 0;
  private stale = true;
  private readonly point: GlyphPoint = { x: 0, y: 0, color: 0, heading: -1, bits: 0, scale: 1 };

  constructor(
    readonly id: string,
    private readonly style: GlyphStyle,
  ) {}

  /** Sets all points: `write` fills the point of index `i` (mercator x, y in 0–1). */
  update(count: number, write: (i: number, point: GlyphPoint) => void) {
    const now = performance.now();
    const t = this.progress(now);
    const previous = this.data;
    const had = this.count;
    const next = previous.length === count * STRIDE ? previous : new Float32Array(count * STRIDE);
    const p = this.point;
    for (let i = 0; i < count; i++) {
      p.heading = -1;
      p.bits = 0;
      p.scale = 1;
      write(i, p);
      this.origin ??= [p.x, p.y];
      const o = i * STRIDE;
      const x = p.x - this.origin[0];
      const y = p.y - this.origin[1];
      let fromX = x;
      let fromY = y;
      if (this.style.tween && i < had && previous[o + 7]! > 0) {
        fromX = previous[o]! + (previous[o + 2]! - previous[o]!) * t;
        fromY = previous[o + 1]! + (previous[o + 3]! - previous[o + 1]!) * t;
      }
      next[o] = fromX;
      next[o + 1] = fromY;
      next[o + 2] = x;
      next[o + 3] = y;
      next[o + 4] = p.color;
      next[o + 5] = p.heading;
      next[o + 6] = p.bits;
      next[o + 7] = p.scale;
    }
    this.data = next;
    this.count = count;
    this.stale = true;
    this.tweenFrom = now;
    this.map?.triggerRepaint();
  }

  /** Index of the topmost point within `reach` pixels, or -1. */
  pick(at: { x: number; y: number }, reach: number): number {
    const map = this.map;
    if (!map || !this.origin) return -1;
    let best = -1;
    let bestD = Number.POSITIVE_INFINITY;
    const here = map.unproject([at.x, at.y]);
    const edge = map.unproject([at.x + reach, at.y]);
    const toX = (lng: number) => (lng + 180) / 360 - this.origin![0];
    const sin = Math.sin((here.lat * Math.PI) / 180);
    const hx = toX(here.lng);
    const hy = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI) - this.origin[1];
    const limit = (toX(edge.lng) - hx) ** 2;
    for (let i = 0; i < this.count; i++) {
      const o = i * STRIDE;
      if (this.data[o + 7] === 0) continue;
      const d = (this.data[o + 2]! - hx) ** 2 + (this.data[o + 3]! - hy) ** 2;
      if (d <= limit && d <= bestD) {
        best = i;
        bestD = d;
      }
    }
    return best;
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext) {
    this.map = map;
    this.gl = gl;
    this.program = link(gl, vertexShader, fragmentShader(this.style.shape));
    this.array = gl.createVertexArray();
    this.buffer = gl.createBuffer();
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    for (const [location, offset] of [
      [0, 0],
      [1, 16],
    ] as const) {
      gl.enableVertexAttribArray(location);
      gl.vertexAttribPointer(location, 4, gl.FLOAT, false, STRIDE * 4, offset);
    }
    gl.bindVertexArray(null);
    this.stale = true;
  }

  onRemove() {
    const gl = this.gl;
    if (gl) {
      gl.deleteProgram(this.program);
      gl.deleteBuffer(this.buffer);
      gl.deleteVertexArray(this.array);
    }
    this.map = null;
    this.gl = null;
  }

  render(gl: WebGL2RenderingContext, options: CustomRenderMethodInput) {
    const map = this.map;
    if (!map || !this.program || this.count === 0 || !this.origin) return;
    gl.useProgram(this.program);
    gl.bindVertexArray(this.array);
    if (this.stale) {
      gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
      gl.bufferData(gl.ARRAY_BUFFER, this.data, gl.DYNAMIC_DRAW);
      this.stale = false;
    }
    const matrix = Float64Array.from(options.defaultProjectionData.mainMatrix as ArrayLike<number>);
    for (let r = 0; r < 4; r++)
      matrix[12 + r] = matrix[12 + r]! + matrix[r]! * this.origin[0] + matrix[4 + r]! * this.origin[1];
    const t = this.progress(performance.now());
    const uniform = (name: string) => gl.getUniformLocation(this.program!, name);
    gl.uniformMatrix4fv(uniform('u_matrix'), false, new Float32Array(matrix));
    gl.uniform1f(uniform('u_t'), t);
    gl.uniform1f(uniform('u_ratio'), map.getPixelRatio());
    gl.uniform1f(uniform('u_radius'), this.radius(map.getZoom()));
    gl.uniform1f(uniform('u_dark'), this.dark ? 1 : 0);
    gl.uniform3fv(uniform('u_accent'), [...this.accent]);
    gl.uniform3fv(uniform('u_colors'), this.style.colors.flat());
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.drawArrays(gl.POINTS, 0, this.count);
    gl.bindVertexArray(null);
    if (t < 1 && document.visibilityState === 'visible') map.triggerRepaint();
  }

  private progress(now: number): number {
    if (!this.style.tween) return 1;
    return Math.min(1, (now - this.tweenFrom) / TWEEN_MS);
  }
}

function link(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(kind)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost())
      throw new Error(gl.getShaderInfoLog(shader) ?? 'shader');
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.bindAttribLocation(program, 0, 'a_position');
  gl.bindAttribLocation(program, 1, 'a_meta');
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
    throw new Error(gl.getProgramInfoLog(program) ?? 'link');
  return program;
}
