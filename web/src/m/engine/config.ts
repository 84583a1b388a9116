// How the phone samples and sends before any server has said so.
import type { PhoneConfig } from '../protocol';

export const CONFIG: PhoneConfig = {
  rule_version: 0,
  ping_moving_s: 15,
  ping_still_s: 60,
  batch_max: 100,
  heartbeat_s: 25,
  geofence_block_m: 300,
  accuracy_reject_m: 200,
  dwell_min_s: 180,
  late_upload_days: 7,
  time_zone: 'Asia/Ho_Chi_Minh',
  day_start_min: 0,
  reasons_version: 0,
};
