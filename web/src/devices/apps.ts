// Phone apps that Fieldbeat hears beside its own: which there are, how one is set up, and a missed day from a file.
// Requests alone.
import { request } from '../api/client';
import type { components } from '../client/schema';

type Schemas = components['schemas'];
export type PhoneApp = Schemas['PhoneApp'];
export type AppSetup = Schemas['AppSetup'];
export type TrackTaken = Schemas['TrackTaken'];

export const APPS: readonly PhoneApp[] = ['traccar', 'owntracks', 'overland', 'gpslogger'];
/** As their makers call them, in every language. */
export const APP_NAMES: Record<PhoneApp, string> = {
  traccar: 'Traccar Client',
  owntracks: 'OwnTracks',
  overland: 'Overland',
  gpslogger: 'GPSLogger',
};

export const setUpApp = (device: number, app: PhoneApp) =>
  request<AppSetup>(`devices/${device}/app-setup`, { method: 'POST', body: { app } });

/** The body is the file as it is; a dry run keeps nothing. */
export const sendTrack = (device: number, file: File, dry: boolean) =>
  request<TrackTaken>(`devices/${device}/track-file${dry ? '?dry_run=true' : ''}`, {
    method: 'POST',
    form: new Blob([file]),
  });
