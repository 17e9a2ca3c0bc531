/** The text of a statement, to be read before it is signed: headings and lines, without the marks of markdown. Pure. */
export interface Line { heading: boolean; text: string }

export function linesOf(markdown: unknown): Line[] {
  return String(markdown ?? '').split(/\r?\n/).map(line => line.trim()).filter(line => line !== '').map((line) => {
    const text = line.replace(/^#{1,6}\s+/, '');
    return { heading: text !== line, text: text.replaceAll('**', '') };
  });
}
