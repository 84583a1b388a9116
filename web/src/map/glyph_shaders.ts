// The shaders of `GlyphLayer`. All lengths are CSS pixels around the point's centre; shapes are signed distances,
// so that edges are smooth at any size. The same precision everywhere: a mismatch is a link failure.

type Shape = 'round' | 'square';

/** CSS pixels that stand out of the disc or square, and no more: every pixel of a point is paid for, the clear ones too. */
const ROOM: Record<Shape, string> = {
  round: `(v_bits & 4) != 0 ? 16.0 : v_radius < 5.0 ? 3.0
    : v_heading >= 0.0 && v_color == 0 && (v_bits & 2) == 0 ? 12.0 : 7.5`,
  square: '(v_bits & 4) != 0 ? 9.0 : v_color == 0 ? 1.5 : v_radius <= 3.5 ? 2.0 : 6.0',
};

export const vertexShader = (shape: Shape): string => `#version 300 es
precision highp float;
in vec4 a_position;
in vec4 a_meta;
uniform mat4 u_matrix;
uniform float u_now;
uniform float u_ratio;
uniform float u_radius;
out float v_half;
out float v_radius;
flat out int v_color;
flat out int v_bits;
out float v_heading;
void main() {
  int look = int(a_meta.x + 0.5);
  v_color = look & 7;
  v_bits = look >> 3;
  float selected = (v_bits & 4) != 0 ? 1.0 : 0.0;
  v_radius = u_radius * a_meta.w * (1.0 + 0.18 * selected);
  v_heading = a_meta.y;
  v_half = v_radius + (${ROOM[shape]});
  gl_Position = u_matrix * vec4(mix(a_position.xy, a_position.zw, clamp(u_now - a_meta.z, 0.0, 1.0)), 0.0, 1.0);
  gl_PointSize = a_meta.w > 0.0 ? v_half * 2.0 * u_ratio : 0.0;
  if (a_meta.w <= 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}`;

const COMMON = `#version 300 es
precision highp float;
uniform float u_ratio;
uniform float u_dark;
uniform vec3 u_accent;
uniform vec3 u_colors[8];
in float v_half;
in float v_radius;
flat in int v_color;
flat in int v_bits;
in float v_heading;
out vec4 color;
vec4 acc;
void over(vec3 c, float a) { acc = vec4(c * a, a) + acc * (1.0 - a); }
float cover(float d) { return clamp(0.5 - d * u_ratio, 0.0, 1.0); }
float box(vec2 p, vec2 b) { vec2 d = abs(p) - b; return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0); }
float seg(vec2 p, vec2 a, vec2 b) {
  vec2 pa = p - a, ba = b - a;
  return length(pa - ba * clamp(dot(pa, ba) / dot(ba, ba), 0.0, 1.0));
}
bool has(int bit) { return (v_bits & bit) != 0; }
`;

const ROUND = `${COMMON}
void main() {
  vec2 p = (gl_PointCoord - 0.5) * 2.0 * v_half;
  float d = length(p);
  float r = v_radius;
  vec3 c = u_colors[v_color];
  vec3 ring = vec3(1.0);
  acc = vec4(0.0);
  over(vec3(0.02, 0.03, 0.08), 0.28 * smoothstep(r + 6.5, r + 1.0, length(p - vec2(0.0, 1.2))));
  if (has(4)) {
    over(u_accent, 0.22 * cover(d - (r + 10.0)));
    over(u_accent, cover(abs(d - (r + 5.5)) - 1.4));
  }
  if (v_heading >= 0.0 && v_color == 0 && !has(2)) {
    float h = radians(v_heading);
    vec2 q = vec2(p.x * cos(h) + p.y * sin(h), -p.x * sin(h) + p.y * cos(h));
    // q.y is negative ahead of the rep.
    float k = r + 9.5;
    float tri = max(abs(q.x) * 0.82 + (q.y + k) * -0.57 * -1.0 - 0.0, -(q.y + k));
    tri = max(abs(q.x) * 0.83 - (q.y + k) * 0.56, q.y + r - 1.0);
    over(ring, cover(tri - 2.0));
    over(c, cover(tri));
  }
  over(ring, cover(d - (r + 2.2)));
  over(c, cover(d - r));
  if (has(2)) over(mix(vec3(1.0), vec3(0.10, 0.12, 0.17), u_dark), cover(d - (r - 2.6)));
  else {
    float g = 1e3;
    if (v_color == 0) g = d - r * 0.26;
    if (v_color == 1) g = box(p, vec2(r * 0.32)) - 0.4;
    if (v_color == 2) g = box(vec2(abs(p.x) - r * 0.30, p.y), vec2(r * 0.11, r * 0.40)) - 0.3;
    if (v_color == 3) g = box(p, vec2(r * 0.44, r * 0.10)) - 0.3;
    if (v_color == 4) g = seg(p, vec2(-r * 0.36, r * 0.36), vec2(r * 0.36, -r * 0.36)) - r * 0.11;
    if (r > 5.0) over(ring, cover(g));
  }
  if (has(8) || has(16)) {
    vec2 b = p - vec2(r * 0.80, -r * 0.80);
    vec3 bc = has(8) ? vec3(0.80, 0.24, 0.06) : vec3(0.88, 0.53, 0.0);
    over(vec3(1.0), cover(length(b) - 5.2));
    over(bc, cover(length(b) - 3.9));
    if (has(8)) over(vec3(1.0), cover(min(seg(b, vec2(-1.4), vec2(1.4)), seg(b, vec2(-1.4, 1.4), vec2(1.4, -1.4))) - 0.55));
    else over(vec3(1.0), cover(min(seg(b, vec2(0.0, -2.0), vec2(0.0, 0.3)) - 0.6, length(b - vec2(0.0, 1.9)) - 0.7)));
  }
  float a = has(32) ? 0.42 : has(1) ? 0.58 : 1.0;
  color = acc * a;
  if (color.a < 0.004) discard;
}`;

// Colour index: 0 none, 1 planned, 2 in progress, 3 visited, 4 review, 5 invalid, 6 missed.
const SQUARE = `${COMMON}
void main() {
  vec2 p = (gl_PointCoord - 0.5) * 2.0 * v_half;
  float r = v_radius;
  vec3 c = u_colors[v_color];
  acc = vec4(0.0);
  float corner = min(2.0, r * 0.35);
  float edge = box(p, vec2(r - corner)) - corner;
  vec3 paper = mix(vec3(1.0), vec3(0.10, 0.12, 0.17), u_dark);
  if (has(4)) {
    over(u_accent, 0.22 * cover(edge - 8.0));
    over(u_accent, cover(abs(edge - 4.5) - 1.2));
  }
  if (v_color == 0) {
    over(paper, 0.85 * cover(edge - 0.8));
    over(c, 0.9 * cover(edge));
  } else {
    if (r > 3.5) over(vec3(0.02, 0.03, 0.08), 0.22 * smoothstep(4.0, 0.0, box(p - vec2(0.0, 0.8), vec2(r)) - 1.0));
    over(paper, cover(edge - 1.4));
    over(c, cover(edge));
    if (v_color == 1) over(paper, cover(edge + max(1.4, r * 0.24)));
    if (r >= 5.0) {
      float g = 1e3;
      if (v_color == 1) { }
      if (v_color == 2) g = length(p) - r * 0.34;
      if (v_color == 3) g = min(seg(p, vec2(-r * 0.46, r * 0.02), vec2(-r * 0.12, r * 0.38)), seg(p, vec2(-r * 0.12, r * 0.38), vec2(r * 0.48, -r * 0.36))) - r * 0.12;
      if (v_color == 4) g = min(seg(p, vec2(0.0, -r * 0.52), vec2(0.0, r * 0.10)) - r * 0.13, length(p - vec2(0.0, r * 0.52)) - r * 0.16);
      if (v_color == 5) g = min(seg(p, vec2(-r * 0.38), vec2(r * 0.38)), seg(p, vec2(-r * 0.38, r * 0.38), vec2(r * 0.38, -r * 0.38))) - r * 0.12;
      if (v_color == 6) g = seg(p, vec2(-r * 0.42, 0.0), vec2(r * 0.42, 0.0)) - r * 0.13;
      over(mix(vec3(1.0), vec3(1.0), u_dark), cover(g));
    }
  }
  float a = has(32) ? 0.32 : 1.0;
  color = acc * a;
  if (color.a < 0.004) discard;
}`;

export const fragmentShader = (shape: Shape): string => (shape === 'round' ? ROUND : SQUARE);
