/** The thread that prints, with every kind of paper there is: built as a file of its own (`dist/pdf-worker.js`). */
import { bookPaper } from '../ledgers/book/book-page-rules.ts';
import { boardPaper } from '../overview/boards/page-rules.ts';
import { servePapers } from '../print/pdf-worker.ts';
import { statementPaper } from '../territory/statements/page-rules.ts';

servePapers([bookPaper, statementPaper, boardPaper]);
