/** A PDF as somebody reads it: the text of its pages. */
import { getDocumentProxy } from 'unpdf';

interface Piece { text: string; left: number; right: number; foot: number; height: number }

/** The text of each page in lines from top to bottom, pieces that stand apart with a space between them. */
export async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  // The reader takes its bytes away from the caller.
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(linesOf(items.flatMap(item => 'str' in item && item.str.trim() !== ''
      ? [{ text: item.str, left: item.transform[4], right: item.transform[4] + item.width, foot: item.transform[5], height: item.height }]
      : [])));
  }
  await document.loadingTask.destroy();
  return pages;
}

function linesOf(pieces: readonly Piece[]): string {
  const lines: Piece[][] = [];
  for (const piece of [...pieces].sort((a, b) => b.foot - a.foot)) {
    const line = lines.at(-1);
    // What is smaller stands a little higher in the same line.
    if (line !== undefined && line[0]!.foot - piece.foot < Math.max(line[0]!.height, piece.height) / 2)
      line.push(piece);
    else
      lines.push([piece]);
  }
  return lines.map(line => textOf(line.sort((a, b) => a.left - b.left))).join('\n');
}

function textOf(line: readonly Piece[]): string {
  return line.map((piece, at) => at > 0 && piece.left - line[at - 1]!.right > piece.height / 4 ? ` ${piece.text}` : piece.text).join('');
}
