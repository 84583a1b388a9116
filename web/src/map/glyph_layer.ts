// A MapLibre custom layer that draws many points with meaning: round reps and square outlets, coloured by state, each
// state with its own glyph too. It owns GPU buffers and the tween between two positions; what a point means is the
// caller's. Positions are kept relative to an origin and the origin is folded back into the matrix in float64: else
// points jitter at street zoom. A point that is not written again costs nothing, neither here nor on the way to the GPU;
// each point has its own clock, so that one may move while the others stand. It is drawn with the map, or by `MarkCanvas`
// above it.
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from 'maplibre-gl';
import { fragmentShader, vertexShader } from './glyph_shaders';

/** Floats per point: from x,y · to x,y · look (style bits × 8 + colour index), heading (< 0: none), start of the move in
 * seconds of the layer's clock, scale (0: not drawn). */
const STRIDE = 8;
const TWEEN_S = 1;
/** A move longer than this (about a kilometre) is a gap, and gaps are never drawn as ways. */
const GAP = 2.7e-5;
/** Seconds after which the clock starts again: a float32 tells milliseconds for no longer. */
const CLOCK_S = 3600;

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
  /** How often points that changed came to the GPU, to be drawn at once. */
  uploads = 0;
  /** Size at zoom, in CSS pixels of the disc's radius or half the square's side. */
  radius: (zoom: number) => number = () => 8;
  dark = false;
  accent: readonly [number, number, number] = [0.26, 0.22, 0.79];
  /** Asks whoever draws this for a frame. */
  repaint: () => void = () => this.map?.triggerRepaint();
  private map: MapLibreMap | null = null;
  private gl: WebGL2RenderingContext | null = null;
  private program: WebGLProgram | null = null;
  private buffer: WebGLBuffer | null = null;
  private array: WebGLVertexArrayObject | null = null;
  private data = new Float32Array(0);
  private origin: [number, number] | null = null;
  /** `performance.now()` at zero of the clock. */
  private epoch = performance.now();
  /** When the last move ends, and how long the longest is. */
  private movesUntil = 0;
  private longest = 0;
  private frame: ReturnType<typeof setTimeout> | undefined;
  /** Points that the GPU has not got. */
  private from = 0;
  private to = 0;
  /** Floats that the GPU has room for. */
  private uploaded = 0;
  private uniforms: Record<string, WebGLUniformLocation | null> = {};
  private readonly point: GlyphPoint = { x: 0, y: 0, color: 0, heading: -1, bits: 0, scale: 1 };

  private readonly colors: Float32Array;

  constructor(
    readonly id: string,
    private readonly style: GlyphStyle,
  ) {
    this.colors = Float32Array.from(style.colors.flat());
  }

  /** Sets the points. `write` fills the point of index `i` (mercator x, y in 0–1), or says false: it is as it was. */
  update(count: number, write: (i: number, point: GlyphPoint) => boolean | undefined) {
    const now = this.clock();
    const had = this.count;
    if (this.data.length < count * STRIDE) this.grow(count);
    const { data } = this;
    const p = this.point;
    const tween = this.style.tween;
    let from = count;
    let to = 0;
    if (now >= this.movesUntil) this.longest = 0;
    for (let i = 0; i < count; i++) {
      p.heading = -1;
      p.bits = 0;
      p.scale = 1;
      if (write(i, p) === false && i < had) continue;
      this.origin ??= [p.x, p.y];
      const o = i * STRIDE;
      const x = Math.fround(p.x - this.origin[0]);
      const y = Math.fround(p.y - this.origin[1]);
      const wasDrawn = i < had && data[o + 7]! > 0;
      if (tween && wasDrawn && (data[o + 2] !== x || data[o + 3] !== y)) {
        const t = Math.min(1, (now - data[o + 6]!) / TWEEN_S);
        const fromX = data[o]! + (data[o + 2]! - data[o]!) * t;
        const fromY = data[o + 1]! + (data[o + 3]! - data[o + 1]!) * t;
        const far = Math.max(Math.abs(x - fromX), Math.abs(y - fromY));
        const jumps = far > GAP;
        data[o] = jumps ? x : fromX;
        data[o + 1] = jumps ? y : fromY;
        data[o + 6] = now;
        if (!jumps) {
          this.longest = Math.max(this.longest, far);
          this.movesUntil = now + TWEEN_S;
        }
      } else if (!tween || !wasDrawn) {
        data[o] = x;
        data[o + 1] = y;
        data[o + 6] = -TWEEN_S;
      }
      data[o + 2] = x;
      data[o + 3] = y;
      data[o + 4] = p.bits * 8 + p.color;
      data[o + 5] = p.heading;
      data[o + 7] = p.scale;
      if (i < from) from = i;
      to = i + 1;
    }
    const fewer = count < had;
    this.count = count;
    if (to <= from && !fewer) return;
    this.from = Math.min(this.from, from);
    this.to = Math.max(this.to, to);
    this.repaint();
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
    this.program = link(gl, vertexShader(this.style.shape), fragmentShader(this.style.shape));
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
    this.uniforms = {};
    for (const name of UNIFORMS) this.uniforms[name] = gl.getUniformLocation(this.program, name);
    this.uploaded = 0;
  }

  onRemove() {
    clearTimeout(this.frame);
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
    this.draw(gl, options.defaultProjectionData.mainMatrix as ArrayLike<number>);
  }

  /** `camera`: from mercator to the clip space of the context. */
  draw(gl: WebGL2RenderingContext, camera: ArrayLike<number>) {
    const map = this.map;
    if (!map || !this.program || this.count === 0 || !this.origin) return;
    gl.useProgram(this.program);
    gl.bindVertexArray(this.array);
    this.upload(gl);
    const matrix = Float64Array.from(camera);
    for (let r = 0; r < 4; r++)
      matrix[12 + r] = matrix[12 + r]! + matrix[r]! * this.origin[0] + matrix[4 + r]! * this.origin[1];
    const now = this.clock();
    const u = this.uniforms;
    gl.uniformMatrix4fv(u.u_matrix!, false, new Float32Array(matrix));
    gl.uniform1f(u.u_now!, now);
    gl.uniform1f(u.u_ratio!, map.getPixelRatio());
    gl.uniform1f(u.u_radius!, this.radius(map.getZoom()));
    gl.uniform1f(u.u_dark!, this.dark ? 1 : 0);
    gl.uniform3fv(u.u_accent!, this.accent as [number, number, number]);
    gl.uniform3fv(u.u_colors!, this.colors);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.drawArrays(gl.POINTS, 0, this.count);
    gl.bindVertexArray(null);
    if (now < this.movesUntil) this.goOn(map.getZoom());
  }

  /** The next frame of the moves under way, when the fastest has come a pixel further: what nobody can see is not drawn. */
  private goOn(zoom: number) {
    clearTimeout(this.frame);
    if (document.visibilityState !== 'visible') return;
    const pixels = this.longest * 512 * 2 ** zoom;
    const frames = Math.min(60, Math.max(1, pixels));
    this.frame = setTimeout(this.repaint, (TWEEN_S * 1000) / frames);
  }

  private upload(gl: WebGL2RenderingContext) {
    const { data, count } = this;
    if (this.from < this.to) this.uploads++;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    if (this.uploaded !== data.length) {
      gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
      this.uploaded = data.length;
    } else if (this.from < this.to) {
      const start = this.from * STRIDE;
      const end = Math.min(this.to, count) * STRIDE;
      gl.bufferSubData(gl.ARRAY_BUFFER, start * 4, data, start, end - start);
    }
    this.from = count;
    this.to = 0;
  }

  private grow(count: number) {
    const data = new Float32Array(Math.ceil(count / 1024) * 1024 * STRIDE);
    data.set(this.data.subarray(0, this.count * STRIDE));
    this.data = data;
  }

  /** Seconds; starts again at zero now and then, with all moves at their end. */
  private clock(): number {
    const now = (performance.now() - this.epoch) / 1000;
    if (now < CLOCK_S) return now;
    this.epoch = performance.now();
    this.movesUntil = 0;
    for (let o = 0; o < this.count * STRIDE; o += STRIDE) this.data[o + 6] = -TWEEN_S;
    this.from = 0;
    this.to = this.count;
    return 0;
  }
}

const UNIFORMS = ['u_matrix', 'u_now', 'u_ratio', 'u_radius', 'u_dark', 'u_accent', 'u_colors'];

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
