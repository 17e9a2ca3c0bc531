/** What may be uploaded, what may be said of it, and how photographs are written anew. */
import type { Sent } from '../../extensions/wangge/src/files/kind-rules.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc, it as property } from '@fast-check/vitest';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { doorRefusal } from '../../extensions/wangge/src/files/door-rules.ts';
import { kindOf } from '../../extensions/wangge/src/files/kind-rules.ts';
import { messages } from '../../extensions/wangge/src/files/messages.ts';
import { LONGEST_SIDE, objectionToPhoto } from '../../extensions/wangge/src/files/photo-rules.ts';
import { cleanPhoto } from '../../extensions/wangge/src/files/photo-service.ts';
import { foldersOf, storagesOf } from '../../extensions/wangge/src/files/places.ts';
import { bytesOf, describedAs, nameOf, objectionToFields } from '../../extensions/wangge/src/files/upload-rules.ts';
import { isRefusal } from '../../extensions/wangge/src/kernel/refusal-rules.ts';

const PHOTO = readFileSync(join(import.meta.dirname, '../../seeds/demo/photos/yard.jpg'));
const noise = (width: number, height: number): sharp.Sharp =>
  sharp(Buffer.from(Uint8Array.from({ length: width * height * 3 }, (_, index) => index * 2654435761 >>> 24)), { raw: { width, height, channels: 3 } });

const kind = (sent: Partial<Sent>): string => {
  const found = kindOf({ content: Buffer.alloc(0), name: '', type: '', ...sent });
  return isRefusal(found) ? found.code : found.ending;
};

describe('what a file is', () => {
  const zip = (...names: string[]): Buffer => {
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(40)]);
    const entries = names.map((name) => {
      const head = Buffer.alloc(46);
      head.write('504b0102', 'hex');
      head.writeUInt16LE(Buffer.byteLength(name), 28);
      return Buffer.concat([head, Buffer.from(name)]);
    });
    const end = Buffer.alloc(22);
    end.write('504b0506', 'hex');
    end.writeUInt16LE(names.length, 10);
    end.writeUInt32LE(local.length, 16);
    return Buffer.concat([local, ...entries, end]);
  };
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  const pdf = '%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n';
  const CASES: [string, Partial<Sent>, string][] = [
    ['a photograph by any name', { content: PHOTO, name: '说明.pdf', type: 'application/pdf' }, 'jpg'],
    ['HEIC', { content: heic, name: 'IMG_1.HEIC' }, 'jpg'],
    ['nothing', { name: 'a.jpg', type: 'image/jpeg' }, 'file_empty'],
    ['a page called a photograph', { content: Buffer.from('<html><script>alert(1)</script>'), name: 'a.jpg', type: 'image/jpeg' }, 'file_no_photo'],
    ['a page that says it is a picture', { content: Buffer.from('<html>'), name: 'a', type: 'image/png' }, 'file_no_photo'],
    ['a drawing', { content: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), name: 'a.svg', type: 'image/svg+xml' }, 'file_no_photo'],
    ['a PDF called a photograph', { content: Buffer.from(pdf), name: 'a.jpg', type: 'image/jpeg' }, 'file_no_photo'],
    ['a GIF', { content: Buffer.from('GIF89a\x01\x00'), name: 'a.gif' }, 'file_no_photo'],
    ['a BMP without a name', { content: Buffer.from('424d360000000000000036000000', 'hex') }, 'file_no_photo'],
    ['a PDF', { content: Buffer.from(pdf), name: 'a.pdf' }, 'pdf'],
    ['a PDF that breaks off', { content: Buffer.from(pdf.slice(0, 20)), name: 'a.pdf', type: 'application/pdf' }, 'file_broken'],
    ['a page called a PDF', { content: Buffer.from('<html>%PDF-1.4 %%EOF'), name: 'a.pdf', type: 'application/pdf' }, 'file_kind'],
    ['a workbook', { content: zip('[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml'), name: 'a.xlsx' }, 'xlsx'],
    ['a workbook whose parts have backslashes', { content: zip('[Content_Types].xml', 'xl\\workbook.xml') }, 'xlsx'],
    ['a letter', { content: zip('[Content_Types].xml', 'word/document.xml'), name: 'a.xlsx' }, 'docx'],
    ['slides', { content: zip('[Content_Types].xml', 'ppt/presentation.xml') }, 'pptx'],
    ['a workbook with macros', { content: zip('[Content_Types].xml', 'xl/workbook.xml', 'xl/vbaProject.bin'), name: 'a.xlsx' }, 'file_macros'],
    ['any other archive', { content: zip('readme.txt', 'a.exe'), name: 'a.xlsx' }, 'file_kind'],
    ['a workbook that breaks off', { content: zip('[Content_Types].xml', 'xl/workbook.xml').subarray(0, -30), name: 'a.xlsx' }, 'file_broken'],
    ['an old or locked workbook', { content: Buffer.from('d0cf11e0a1b11ae10000', 'hex'), name: 'a.xlsx' }, 'file_old_office'],
    ['a list', { content: Buffer.from('名称,地址\n甲,乙\n'), name: 'a.csv' }, 'csv'],
    ['a list of a Chinese program', { content: Buffer.from('c3fbb3c62cb5d8d6b70a', 'hex'), name: 'a.csv' }, 'csv'],
    ['a list that Excel claims', { content: Buffer.from('a,b'), name: '清单', type: 'application/vnd.ms-excel' }, 'csv'],
    ['a page called a list', { content: Buffer.from('\uFEFF <!doctype html>'), name: 'a.csv', type: 'text/csv' }, 'file_kind'],
    ['a program called a list', { content: Buffer.from('4d5a90000300', 'hex'), name: 'a.csv', type: 'text/csv' }, 'file_kind'],
    ['boundaries', { content: Buffer.from('\uFEFF{"type":"FeatureCollection","features":[]}\n'), name: 'a.geojson' }, 'json'],
    ['half of the boundaries', { content: Buffer.from('{"type":"FeatureCollection","fea'), name: 'a.json', type: 'application/json' }, 'file_kind'],
    ['plain text', { content: Buffer.from('好'), name: 'a.txt', type: 'text/plain' }, 'file_kind'],
    ['a film', { content: Buffer.from('\0\0\0\x18ftypisom', 'latin1'), name: 'a.mp4', type: 'video/mp4' }, 'file_kind'],
  ];
  it.each(CASES)('%s', (_, sent, expected) => expect(kind(sent)).toBe(expected));

  property.prop([fc.uint8Array({ maxLength: 200 }), fc.string(), fc.constantFrom('', 'image/jpeg', 'application/pdf', 'text/csv', 'application/json')])('is found out, or refused in words, of any content', (bytes, name, type) => {
    const found = kindOf({ content: Buffer.from(bytes), name, type });
    expect(isRefusal(found) ? found.code in messages : found.type.includes('/')).toBe(true);
  });
  property.prop([fc.integer({ min: 0, max: 400 }), fc.uint8Array({ minLength: 1, maxLength: 8 })])('a damaged archive is no failure', (at, bytes) => {
    const content = zip('[Content_Types].xml', 'xl/workbook.xml', 'xl/worksheets/sheet1.xml');
    content.set(bytes, Math.min(at, content.length - bytes.length));
    expect(kind({ content, name: 'a.xlsx' })).toMatch(/^(?:xlsx|docx|pptx|file_\w+)$/);
  });
});

describe('what is said of a file', () => {
  const objection = (sent: Record<string, unknown>, upload = true): string | null | undefined => objectionToFields(sent, { upload, storage: 'local' })?.field;

  it('is its title, its description and its folder', () => {
    const sent = { title: 'a', description: 'b', folder: 'c', type: 'image/jpeg', filename_download: 'a.jpg', storage: 'local' };
    expect(objection(sent)).toBeUndefined();
    expect(objectionToFields({ title: 'a', tags: ['b'] }, { upload: false, storage: 'local' })).toBeNull();
  });
  const OTHERS = ['id', 'filename_disk', 'uploaded_by', 'uploaded_on', 'modified_by', 'modified_on', 'created_on', 'filesize', 'width', 'height', 'duration', 'charset', 'embed', 'metadata', 'focal_point_x', 'focal_point_y', 'tus_id', 'tus_data', 'issue_photos', 'constructor'];
  it.each(OTHERS)('never %s', field => expect([objection({ title: 'a', [field]: 'x' }), objection({ [field]: 'x' }, false)]).toEqual([field, field]));
  it('never another storage, nor afterwards its type or name', () => {
    expect(objection({ storage: 'other' })).toBe('storage');
    expect(['type', 'filename_download', 'storage'].map(field => objection({ [field]: 'local' }, false))).toEqual(['type', 'filename_download', 'storage']);
  });

  it('is kept as text of a form', () => {
    expect(describedAs({ title: ' a\u0000\u202Eb ', description: '', folder: 'undefined' })).toEqual({ title: 'ab', description: null, folder: null });
    expect(describedAs({ title: '楼'.repeat(400) }).title).toHaveLength(255);
    expect(describedAs({ title: true, description: { a: 1 }, folder: null })).toEqual({ title: null, description: null, folder: null });
  });

  const jpeg = { type: 'image/jpeg', ending: 'jpg', photo: 'jpeg' } as const;
  it.each([
    ['IMG_1.HEIC', 'IMG_1.jpg'],
    ['../../etc/passwd', 'passwd.jpg'],
    ['C:\\图片\\现场.JPG', '现场.jpg'],
    ['现场 2026.11.30', '现场 2026.11.30.jpg'],
    ['a.html', 'a.html.jpg'],
    ['.jpg', 'file.jpg'],
    ['', 'file.jpg'],
    ['..', 'file.jpg'],
    ['a\u0000b\u202Egpj.exe\n', 'abgpj.exe.jpg'],
    [null, 'file.jpg'],
  ])('the name %j becomes %s', (name, stored) => expect(nameOf(name, jpeg)).toBe(stored));
  property.prop([fc.string({ unit: 'binary' })])('a name has one ending, no path, and fits', (name) => {
    expect(nameOf(name, jpeg)).toMatch(/^[^/\\<>:"|?*\n\0]{1,251}\.jpg$/u);
  });
});

describe('photographs', () => {
  const clean = async (content: Buffer, format: 'jpeg' | 'png' | 'webp' | 'heif' = 'jpeg'): Promise<Buffer | string> => {
    const cleaned = await cleanPhoto(content, format);
    return isRefusal(cleaned) ? cleaned.code : cleaned;
  };
  const sizeOf = async (photo: Buffer | string): Promise<[number, number]> => {
    const { width, height } = await sharp(photo as Buffer).metadata();
    return [width, height];
  };
  /** The size that a JPEG's head says (T.81 B.2.2), whatever follows. */
  const saying = (photo: Buffer, width: number, height: number): Buffer => {
    const lying = Buffer.from(photo);
    const at = lying.findIndex((byte, index) => byte === 0xFF && (lying[index + 1] === 0xC0 || lying[index + 1] === 0xC2));
    lying.writeUInt16BE(height, at + 5);
    lying.writeUInt16BE(width, at + 7);
    return lying;
  };

  it('are turned upright, and nothing of the camera stays', async () => {
    const taken = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#369' } })
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Make: 'SecretCamera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '39/1 54/1 0/1' } })
      .jpeg()
      .toBuffer();
    expect(taken.includes('SecretCamera')).toBe(true);
    const kept = await clean(taken) as Buffer;
    const { exif, xmp, iptc, icc, orientation } = await sharp(kept).metadata();
    expect([await sizeOf(kept), exif, xmp, iptc, icc, orientation, kept.includes('SecretCamera')]).toEqual([[40, 60], undefined, undefined, undefined, undefined, undefined, false]);
  });
  it('of 48 million pixels are scaled down', async () => {
    const taken = await sharp({ create: { width: 8064, height: 6048, channels: 3, background: '#369' } }).jpeg().toBuffer();
    expect(await sizeOf(await clean(taken))).toEqual([LONGEST_SIDE, 1920]);
  });
  it('of a panorama too, and small ones stay as they are', async () => {
    expect(await sizeOf(await clean(await noise(5000, 50).jpeg().toBuffer()))).toEqual([LONGEST_SIDE, 26]);
    expect(await sizeOf(await clean(await noise(50, 30).png().toBuffer(), 'png'))).toEqual([50, 30]);
    expect(await sizeOf(await clean(await noise(50, 30).webp().toBuffer(), 'webp'))).toEqual([50, 30]);
  });
  it('carry nothing behind their last pixel', async () => {
    const kept = await clean(Buffer.concat([await noise(50, 30).jpeg().toBuffer(), Buffer.from('<script>alert(1)</script>PK\x03\x04')]));
    expect((kept as Buffer).includes('script')).toBe(false);
  });
  it('in the colours of print become those of screens', async () => {
    const kept = await clean(await sharp({ create: { width: 30, height: 20, channels: 3, background: '#369' } }).toColourspace('cmyk').jpeg().toBuffer());
    expect((await sharp(kept as Buffer).metadata()).space).toBe('srgb');
  });
  it('whose head is all that is wrong with them, as some phones write it, are taken', async () => {
    const photo = await noise(50, 30).jpeg().toBuffer();
    expect(await sizeOf(await clean(Buffer.concat([photo.subarray(0, -2), Buffer.from('01020304ffd9', 'hex')])))).toEqual([50, 30]);
  });

  it.each([
    ['a head of 65,500 × 65,500', async () => saying(await noise(50, 30).jpeg().toBuffer(), 65_500, 65_500), 'photo_too_large'],
    ['a head larger than what follows', async () => saying(await noise(800, 600).jpeg().toBuffer(), 10_000, 9000), 'photo_unreadable'],
    ['a head a little larger', async () => saying(await noise(800, 600).jpeg().toBuffer(), 800, 700), 'photo_unreadable'],
    ['half a photograph', async () => (await noise(800, 600).jpeg().toBuffer()).subarray(0, 20_000), 'photo_unreadable'],
    ['half a photograph with an end', async () => Buffer.concat([(await noise(800, 600).jpeg().toBuffer()).subarray(0, 20_000), Buffer.from('ffd9', 'hex')]), 'photo_unreadable'],
    ['the head alone', async () => PHOTO.subarray(0, 300), 'photo_unreadable'],
    ['three bytes', async () => Buffer.from('ffd8ff', 'hex'), 'photo_unreadable'],
    ['a page behind the sign of a JPEG', async () => Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('<html><script>alert(1)</script>')]), 'photo_unreadable'],
  ] as const)('%s is refused', async (_, content, code) => expect(await clean(await content())).toBe(code));
  it.each([
    ['half a PNG', async () => (await noise(300, 300).png().toBuffer()).subarray(0, 5000), 'photo_unreadable'],
    ['a PNG of 208 million pixels in 600 kB', async () => sharp({ create: { width: 16_000, height: 13_000, channels: 3, background: '#000' }, limitInputPixels: false }).png().toBuffer(), 'photo_too_large'],
    ['a PNG that moves', async () => {
      const png = await noise(20, 20).png().toBuffer();
      return Buffer.concat([png.subarray(0, 33), Buffer.from('000000086163544c0000000200000000f38d9370', 'hex'), png.subarray(33)]);
    }, 'photo_animated'],
  ] as const)('%s is refused', async (_, content, code) => expect(await clean(await content(), 'png')).toBe(code));
  it('a WebP that moves is refused, and half of one', async () => {
    const moving = await sharp(Buffer.concat([Buffer.alloc(3000, 10), Buffer.alloc(3000, 200)]), { raw: { width: 10, height: 200, channels: 3, pageHeight: 100 } }).webp({ loop: 0 }).toBuffer();
    expect(await clean(moving, 'webp')).toBe('photo_animated');
    expect(await clean((await noise(300, 300).webp().toBuffer()).subarray(0, 5000), 'webp')).toBe('photo_unreadable');
  });
  it('what the library cannot decode of a phone is told with its remedy', async () => {
    expect(await clean(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'heif')).toBe('photo_heic');
    expect(messages.photo_heic['zh-CN']).toMatch(/设置 → 相机 → 格式.*兼容性最佳.*直接拍照/);
    // Its cousin can be decoded; it is written as what every screen shows.
    const avif = await noise(64, 48).avif().toBuffer();
    expect((await sharp(await clean(avif, 'heif') as Buffer).metadata()).format).toBe('jpeg');
  });
  property.prop([fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 20_000 }), fc.boolean()])('are never decoded beyond their limit', (width, height, isProgressive) => {
    const refusal = objectionToPhoto({ format: 'jpeg', width, height, isProgressive });
    const fits = width > 0 && height > 0 && width * height <= (isProgressive ? 50e6 : 210e6);
    expect(refusal === null).toBe(fits);
  });
});

describe('the surroundings', () => {
  it('what Directus refuses at its door is known', () => {
    expect(['Invalid payload. File is of invalid content type.', 'Invalid payload. No files were included in the body.', 'Uploaded content is too large.', 'Something else'].map(doorRefusal)).toEqual(['file_kind', 'file_empty', 'file_too_large', null]);
  });
  it('sizes are read as Directus reads them', () => {
    expect(['20mb', '1.5 MB', '512kb', '100', '1gb', undefined, 'much'].map(bytesOf)).toEqual([20 * 2 ** 20, 1.5 * 2 ** 20, 2 ** 19, 100, 2 ** 30, 20 * 2 ** 20, 20 * 2 ** 20]);
  });
  it('folders are those of storages on this machine', () => {
    const env = { STORAGE_LOCATIONS: 'local, far', STORAGE_LOCAL_DRIVER: 'local', STORAGE_LOCAL_ROOT: '/a', STORAGE_FAR_DRIVER: 's3', STORAGE_FAR_ROOT: 'x' };
    expect([storagesOf(env), foldersOf(env)]).toEqual([['local', 'far'], ['/a']]);
    expect(storagesOf({ STORAGE_LOCATIONS: ['a', 'b'] })).toEqual(['a', 'b']);
  });
});
