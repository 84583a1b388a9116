// The signs of the team's part; as in `app/icons` each stands beside words, or its button has a name.
import { Drawn } from '../app/icons';

const PATHS = {
  team: 'M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.500 20c0-3.600 2.900-6 6.500-6s6.500 2.400 6.500 6M16 4.500a3.500 3.500 0 010 6.500M18 14.500c2.200.800 3.500 2.800 3.500 5.500',
  alerts: 'M6 17V11a6 6 0 1112 0v6l1.500 2h-15zM10 21.500h4',
  waits: 'M5 4h14v16H5zM9 12l2 2 4-4M9 8h6',
  me: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4.500 20.500c0-4 3.400-6.500 7.500-6.500s7.500 2.500 7.500 6.500',
  again: 'M19 8a8 8 0 10.800 6M20 4v5h-5',
  call: 'M6 3h4l1.500 5-2.500 2a12 12 0 005 5l2-2.500 5 1.500v4c0 1.100-.900 2-2 2A16 16 0 014 5c0-1.100.900-2 2-2z',
  battery: 'M3 8h15v8H3zM21 11v2M6 11v2M9 11v2',
  signal: 'M4 20v-4M9 20v-8M14 20V8M19 20V4',
} as const;

export type TeamSign = keyof typeof PATHS;

export const TeamIcon = ({ sign }: { sign: TeamSign }) => <Drawn path={PATHS[sign]} />;
