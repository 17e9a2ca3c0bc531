/** Boundaries in a thread of their own: named here, done in `boundary-work.ts`. They travel as text, which is copied at once. */
import type { Refusal } from '../kernel/refusal-rules.ts';
import { taskOf } from '../kernel/task.ts';

/** What a thread says no with; a refusal itself does not survive the way. */
export type Said = Pick<Refusal, 'code' | 'field' | 'params'>;

export const CHECK_BOUNDARY = taskOf<string, string | Said>('check_boundary');
/** What stands already, as it would be stored today; what is no boundary stays as it is. */
export const SAME_WAY = taskOf<string[], string[]>('boundaries_in_one_way');
