/**
 * A photograph as everybody may see it: turned upright, at most 1600 pixels, written anew as JPEG, and so without what
 * the camera recorded (place, time, device). The storage keeps the copy; the original stays behind the permissions.
 */
import type { Buffer } from 'node:buffer';
import type { Readable } from 'node:stream';
import type { HookContext } from '../kernel/context.ts';
import { buffer } from 'node:stream/consumers';

const WHOLE = { width: 1600, height: 1600, fit: 'inside' } as const;

export type PublicPhoto = (file: string) => Promise<Buffer | null>;

/** Null: the file is gone, or no image that can be written anew. `size`: another one than for the public page. */
export function publicPhotos({ services, getSchema, database }: HookContext, size: { width: number; height: number; fit: 'inside' | 'cover' } = WHOLE): PublicPhoto {
  return async (file) => {
    const assets = new services.AssetsService({ knex: database, schema: await getSchema() });
    try {
      const { stream, file: { type } } = await assets.getAsset(file, {
        transformationParams: {
          transforms: [['rotate'], ['resize', { ...size, withoutEnlargement: size.fit === 'inside' }], ['flatten', { background: '#ffffff' }], ['toFormat', 'jpeg', { quality: 80 }]],
        },
      }) as { stream: Readable; file: { type: string | null } };
      // A file that was not written anew (no image) is never let out.
      return type === 'image/jpeg' ? await rewritten(stream) : null;
    }
    catch {
      return null;
    }
  };
}

/** A JPEG that sharp wrote has neither Exif nor XMP nor comments: an original that slipped through would. */
async function rewritten(stream: Readable): Promise<Buffer | null> {
  const image = await buffer(stream);
  return image.includes('Exif\0\0') || image.includes('http://ns.adobe.com/xap/') ? null : image;
}
