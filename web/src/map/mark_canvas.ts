// A canvas of its own above the map, for the marks that move every second: a new position draws the marks again and
// nothing of the map below, whose frame costs many times as much. It owns its WebGL context and when to draw; what is
// drawn is a `GlyphLayer`. As a layer of the map it draws nothing there: it learns the camera, and keeps step with it.
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from 'maplibre-gl';
import type { GlyphLayer } from './glyph_layer';
import './mark_canvas.css';

export class MarkCanvas implements CustomLayerInterface {
  readonly id: string;
  readonly type = 'custom' as const;
  readonly renderingMode = '2d' as const;
  private readonly canvas = document.createElement('canvas');
  private readonly gl: WebGL2RenderingContext | null;
  private camera: Float64Array | null = null;
  private frame: number | undefined;
  /** How many of the marks' updates have been drawn, as the map's element says. */
  private drawn = 0;

  constructor(
    private readonly map: MapLibreMap,
    private readonly marks: GlyphLayer,
  ) {
    this.id = marks.id;
    this.gl = this.canvas.getContext('webgl2', {
      antialias: false,
      depth: false,
      stencil: false,
      powerPreference: 'high-performance',
    });
    this.canvas.className = 'fb-map-marks';
    this.canvas.setAttribute('aria-hidden', 'true');
    // Below the markers of the map, which are put at the end.
    map.getCanvas().after(this.canvas);
    this.canvas.addEventListener('webglcontextlost', (event) => event.preventDefault());
    this.canvas.addEventListener('webglcontextrestored', this.begin);
    marks.repaint = this.repaint;
    this.begin();
  }

  /** The map drew: the camera may be another, and the marks must not lag behind. */
  render(_: WebGL2RenderingContext, { defaultProjectionData }: CustomRenderMethodInput) {
    this.camera = Float64Array.from(defaultProjectionData.mainMatrix as ArrayLike<number>);
    this.draw();
  }

  destroy() {
    this.forget();
    this.marks.onRemove();
    this.gl?.getExtension('WEBGL_lose_context')?.loseContext();
    this.canvas.remove();
  }

  private begin = () => {
    if (this.gl) this.marks.onAdd(this.map, this.gl);
    this.repaint();
  };

  private repaint = () => {
    this.frame ??= requestAnimationFrame(() => this.draw());
  };

  private forget() {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
  }

  private draw() {
    this.forget();
    const { gl, canvas, camera } = this;
    if (!gl || !camera || gl.isContextLost()) return;
    const { width, height } = this.map.getCanvas();
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    this.marks.draw(gl, camera);
    if (this.drawn === this.marks.uploads) return;
    this.drawn = this.marks.uploads;
    this.map.getContainer().dataset.updates = String(this.drawn);
  }
}
