/** What can be printed: a kind of paper, and the task of setting its pages (`pdf-work.ts`), which is done in a thread of its own. */
import { taskOf } from '../kernel/task.ts';

/** A kind of paper: plain values that can be sent to the thread, and the document of pdfmake that they become there. */
export interface Paper<Model> { kind: string; pages: (model: Model) => object }

export const PRINT = taskOf<{ kind: string; model: unknown }, Uint8Array>('print', { long: true });
