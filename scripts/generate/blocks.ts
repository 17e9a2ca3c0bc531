/** Parts of a file that are written by `npm run generate`, between `>>> generated: <name>` and `<<< generated` in comments. */

/** The text with other lines in the block; they are indented as its marks are. */
export function withBlock(text: string, name: string, lines: readonly string[]): string {
  const all = text.split('\n');
  const begin = all.findIndex(line => line.endsWith(`>>> generated: ${name}`));
  const end = all.findIndex((line, at) => at > begin && line.endsWith('<<< generated'));
  if (begin < 0 || end < 0)
    throw new Error(`No generated block "${name}"`);
  const indent = /^\s*/.exec(all[begin]!)![0];
  return [...all.slice(0, begin + 1), ...lines.map(line => indent + line), ...all.slice(end)].join('\n');
}

/** The lines of the block as they are, without their indent. */
export function blockOf(text: string, name: string): string[] {
  const all = text.split('\n');
  const begin = all.findIndex(line => line.endsWith(`>>> generated: ${name}`));
  return all.slice(begin + 1, all.findIndex((line, at) => at > begin && line.endsWith('<<< generated'))).map(line => line.trim());
}

/** What is wanted, in the order in which it stands already; what is new comes last. */
export function inOrderOf<Name extends string>(standing: readonly string[], wanted: readonly Name[]): Name[] {
  const kept = standing.filter((name): name is Name => (wanted as readonly string[]).includes(name));
  return [...kept, ...wanted.filter(name => !kept.includes(name))];
}

/** Names in lines of a readable length, each but the last with a comma. */
export function wrapped(parts: readonly string[], width = 116): string[] {
  const lines: string[] = [];
  parts.forEach((part, at) => {
    const text = at < parts.length - 1 ? `${part},` : part;
    const last = lines.at(-1);
    if (last === undefined || last.length + text.length >= width)
      lines.push(text);
    else
      lines[lines.length - 1] = `${last} ${text}`;
  });
  return lines;
}
