/** A thread of the pool, with every task there is: built as a file of its own (`dist/worker.js`) with the libraries that only it needs. */
import { serveWork } from '../kernel/worker-thread.ts';
import { bookPaper } from '../ledgers/book/book-page-rules.ts';
import { boardPaper } from '../overview/boards/page-rules.ts';
import { printing } from '../print/pdf-work.ts';
import { statementPaper } from '../territory/statements/page-rules.ts';

serveWork([
  printing([bookPaper, statementPaper, boardPaper]),
]);
