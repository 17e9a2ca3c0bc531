/** What the archive of a year consists of, as files: of every published version its evidence, its checkpoint, its report and its bulletin, and an index of them all. Pure. */

export type ArchiveKind = 'evidence' | 'checkpoint' | 'report' | 'bulletin' | 'index';
export interface ArchivedVersion { code: string; version: number }
export interface ArchiveFile { name: string; kind: ArchiveKind; period: string | null; version: number | null; format: 'xlsx' | 'pdf' | null }

export const INDEX = 'index.txt';

/** In the order in which they are made; the index last, since it has the digests of the others. */
export function archiveOf(versions: readonly ArchivedVersion[]): ArchiveFile[] {
  return versions.length === 0
    ? []
    : [
        ...versions.flatMap(({ code, version }): ArchiveFile[] => {
          const of = { period: code, version };
          return [
            { ...of, name: `${code}-v${version}.evidence.jsonl.gz`, kind: 'evidence', format: null },
            { ...of, name: `${code}-v${version}.checkpoint.txt`, kind: 'checkpoint', format: null },
            { ...of, name: `${code}-v${version}.report.xlsx`, kind: 'report', format: 'xlsx' },
            { ...of, name: `${code}-v${version}.report.pdf`, kind: 'report', format: 'pdf' },
            { ...of, name: `${code}-v${version}.bulletin.pdf`, kind: 'bulletin', format: 'pdf' },
          ];
        }),
        { name: INDEX, kind: 'index', period: null, version: null, format: null },
      ];
}

interface Kept { name: string; made_at: unknown; error: string | null }

/** Of what is published now, beside the rows that there are. */
export function archiveStanding(published: readonly ArchivedVersion[], rows: readonly Kept[]): { files: number; asked: number; made: number; failed: number } {
  const files = archiveOf(published);
  const asked = rows.filter(({ name }) => files.some(file => file.name === name));
  const made = asked.filter(({ made_at }) => made_at !== null).length;
  return { files: files.length, asked: asked.length, made, failed: asked.filter(({ made_at, error }) => made_at === null && error !== null).length };
}

/** What a name says; null: it is none of an archive. */
export function archiveFile(name: string): ArchiveFile | null {
  const match = /^(20\d\d(?:-Q[1-4])?)-v(\d+)\./.exec(name);
  const version = match === null ? [] : [{ code: match[1]!, version: Number(match[2]) }];
  return name === INDEX ? archiveOf([{ code: '', version: 0 }]).at(-1)! : archiveOf(version).find(file => file.name === name) ?? null;
}

/** As `sha256sum -c` reads it. */
export function indexText(files: readonly { name: string; digest: string }[]): string {
  return [...files].sort((a, b) => a.name < b.name ? -1 : 1).map(({ name, digest }) => `${digest}  ${name}\n`).join('');
}
