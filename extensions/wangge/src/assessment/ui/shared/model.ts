/** What the screens of assessment are answered. */
export interface Period {
  code: string;
  kind: 'month' | 'quarter' | 'year';
  starts_on: string;
  ends_on: string;
  state: 'open' | 'computed' | 'preview' | 'published';
  /** The version that is published; 0: none yet. */
  version: number;
  draft_version: number | null;
  evidence_digest: string | null;
  subdistrict: { code: string; name: string };
  scheme?: { grade_bands: { grade: string; names?: Record<string, string> }[] | null } | null;
}
