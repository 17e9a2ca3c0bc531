/** Which photographs are taken, by what their head says of them: before a pixel is decoded. */
import type { Refusal } from '../kernel/refusal-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';

/** Longer sides are scaled down to it: what a screen, the public page and a print need. */
export const LONGEST_SIDE = 2560;

/** Of an ordinary JPEG, which is decoded in strips, and smaller where it will be smaller: the largest cameras of phones have 200 million. */
const PIXELS_IN_STRIPS = 210_000_000;
/** Of one that has to be held whole while it is decoded; a phone's common largest has 48.8 million. */
const PIXELS_WHOLE = 50_000_000;

export interface Head {
  format?: string | undefined;
  width?: number | undefined;
  height?: number | undefined;
  /** Pictures one after the other. */
  pages?: number | undefined;
  isProgressive?: boolean | undefined;
}

/** So many pixels are decoded at most. */
export function pixelsAtMost({ format, isProgressive }: Head): number {
  return format === 'jpeg' && isProgressive !== true ? PIXELS_IN_STRIPS : PIXELS_WHOLE;
}

export function objectionToPhoto(head: Head): Refusal | null {
  const { width = 0, height = 0, pages = 1 } = head;
  if (width < 1 || height < 1)
    return refused('photo_unreadable');
  if (pages > 1)
    return refused('photo_animated');
  const most = pixelsAtMost(head);
  // 万 counts ten thousands, English millions.
  return width * height > most ? refused('photo_too_large', null, { width, height, most: most / 10_000, millions: most / 1_000_000 }) : null;
}
