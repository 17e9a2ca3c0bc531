/** What a bench is: a file of this folder whose default export is one. `npm run bench [name …]` runs them. */
import type { OwnServer } from '../system/harness.ts';
import type { Stage } from '../system/stage.ts';

export interface BenchContext {
  stage: Stage;
  /** A server on a clone of the prepared database, made for this bench; closed after it. `db` and `pid()` are its own. */
  server: (environment?: Record<string, string>) => Promise<OwnServer>;
  /** Prints a line of the report. */
  say: (text: string) => void;
}

export interface Bench {
  /** What is measured, as the heading of its report. */
  name: string;
  run: (context: BenchContext) => Promise<void>;
}
