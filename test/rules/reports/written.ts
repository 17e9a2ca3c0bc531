/** All that is written on the pages of a document for pdfmake, in their order. */
export function written(node: unknown): string[] {
  if (typeof node === 'string')
    return [node];
  if (Array.isArray(node))
    return node.flatMap(written);
  if (typeof node !== 'object' || node === null)
    return [];
  const { text, stack, columns, table, content } = node as Record<string, unknown> & { table?: { body: unknown[] } };
  return [text, stack, columns, table?.body, content].flatMap(written);
}
