/** Outlines in a thread of their own: named here, done in `outline-work.ts`. */
import { taskOf } from '../../kernel/task.ts';

/** Boundaries as the text that is stored; as many outlines come back, as text. */
export const OUTLINES = taskOf<{ drawn: (string | null)[]; most: number }, (string | null)[]>('outlines');
