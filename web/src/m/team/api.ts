// The typed client of the team's part: its own requests; what it shares with the console goes through the same door.
import { learnClock } from '../../api/client';
import { createClient } from '../../client/client';

export const api = createClient({ onAnswer: learnClock });
