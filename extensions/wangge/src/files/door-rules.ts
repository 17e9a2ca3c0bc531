/** What Directus 11.17 says of an upload that it refuses itself, and what is said instead. */
const REFUSALS: readonly (readonly [RegExp, 'file_kind' | 'file_empty' | 'file_too_large'])[] = [
  [/File is of invalid content type|is not allowed for upload by/, 'file_kind'],
  [/No files were included in the body|File is missing filename/, 'file_empty'],
  [/^Uploaded content is too large/, 'file_too_large'],
];

/** Null: it is something else. */
export function doorRefusal(message: string): 'file_kind' | 'file_empty' | 'file_too_large' | null {
  return REFUSALS.find(([said]) => said.test(message))?.[1] ?? null;
}
