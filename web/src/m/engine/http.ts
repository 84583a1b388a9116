// The device's HTTP door: enrolment, offline data, pictures. Cookies stay out of it: whoever is logged in to the
// console in this browser is somebody else.
import type { ItemResult, SyncAnswer } from '../protocol';
import type { Binding } from './db';

export type EnrolFault = 'refused' | 'offline' | 'busy';

export async function enrol(code: string, install: string): Promise<Binding | EnrolFault> {
  let response: Response;
  try {
    response = await fetch('/v1/device/enroll', {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, install }),
    });
  } catch {
    return 'offline';
  }
  if (response.ok) return (await response.json()) as Binding;
  return response.status >= 500 || response.status === 429 ? 'busy' : 'refused';
}

/** `wiped`: this phone was reported lost, and shall forget everything. */
export type Fetched = { answer: SyncAnswer } | 'cursor_lost' | 'unauthorized' | 'wiped' | 'failed';

export async function fetchSync(token: string, since: string | null): Promise<Fetched> {
  const query = since ? `?since=${encodeURIComponent(since)}` : '';
  try {
    const response = await fetch(`/v1/device/sync${query}`, {
      credentials: 'omit',
      headers: { authorization: `Bearer ${token}` },
    });
    if (response.ok) return { answer: (await response.json()) as SyncAnswer };
    if (response.status === 410) return 'cursor_lost';
    if (response.status !== 401) return 'failed';
    const { code } = (await response.json().catch(() => ({}))) as { code?: string };
    return code === 'device_wiped' ? 'wiped' : 'unauthorized';
  } catch {
    return 'failed';
  }
}

/** `later` with the seconds that the server asked for; `refused` is final: that file is no photo. */
export type Uploaded = 'stored' | { later_s: number } | { refused: string };

const FINAL = new Set([413, 415, 422]);

export async function upload(token: string, sha256: string, picture: Blob): Promise<Uploaded> {
  const url = `/v1/device/blobs/${sha256}`;
  const authorization = `Bearer ${token}`;
  try {
    const head = await fetch(url, { method: 'HEAD', credentials: 'omit', headers: { authorization } });
    if (head.ok && head.headers.get('upload-complete') === '?1') return 'stored';
    const offset = head.ok ? Number(head.headers.get('upload-offset') ?? 0) : 0;
    const response = await fetch(url, {
      method: 'PUT',
      credentials: 'omit',
      headers: { authorization, ...(offset > 0 ? { 'upload-offset': String(offset) } : {}) },
      body: offset > 0 ? picture.slice(offset) : picture,
    });
    if (response.ok) return 'stored';
    if (FINAL.has(response.status)) return { refused: (await response.json().catch(() => ({}))).code ?? '' };
    return { later_s: Number(response.headers.get('retry-after')) || 10 };
  } catch {
    return { later_s: 10 };
  }
}

export interface FramesAnswer {
  n: number | null;
  results: ItemResult[];
}

/** The same frames that the socket takes; what is answered is committed. */
export async function postFrames(token: string, frames: object[]): Promise<FramesAnswer | null> {
  try {
    const response = await fetch('/v1/device/frames', {
      method: 'POST',
      credentials: 'omit',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sent_at: Date.now(), frames }),
    });
    return response.ok ? ((await response.json()) as FramesAnswer) : null;
  } catch {
    return null;
  }
}
