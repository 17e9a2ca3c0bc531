/**
 * A checkpoint: how large a tree is and what its root is, signed. The text of C2SP tlog-checkpoint, a signed note
 * (c2sp.org/signed-note) with one Ed25519 signature (RFC 8032) whose key name is the origin.
 *
 * Every version of every ranking is a tree of its own, with an origin of its own: `wangge/440305001/2026-Q3/v1`. So nobody can
 * show the checkpoint of one ranking for another, and no origin ever has two trees.
 */
import type { KeyObject } from 'node:crypto';
import type { Digest } from './merkle-rules.ts';
import { Buffer } from 'node:buffer';
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

export interface CheckpointBody {
  origin: string;
  size: number;
  root: Digest;
}

export interface NoteSignature { name: string; keyId: Buffer; signature: Buffer }

export interface Checkpoint extends CheckpointBody {
  /** What is signed: the body with its last line feed. */
  text: string;
  signatures: NoteSignature[];
}

/** Both keys as the 32 bytes of RFC 8032: the private one as its seed. */
export interface SigningKey { seed: Buffer; public: Buffer }

const ED25519 = 1;
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Any 32 bytes are an Ed25519 key. */
export function signingKeyOf(seed: Buffer): SigningKey {
  const spki = createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' });
  return { seed, public: spki.subarray(PUBLIC_PREFIX.length) };
}

function privateKey(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

function publicKey(key: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, key]), format: 'der', type: 'spki' });
}

/** The first four bytes of SHA-256 over name, line feed, kind of signature and key. */
export function keyIdOf(name: string, key: Buffer): Buffer {
  return createHash('sha256').update(`${name}\n`).update(Buffer.of(ED25519)).update(key).digest().subarray(0, 4);
}

export function checkpointBody({ origin, size, root }: CheckpointBody): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

export function signedCheckpoint(body: CheckpointBody, key: SigningKey): string {
  const text = checkpointBody(body);
  const signature = sign(null, Buffer.from(text), privateKey(key.seed));
  return `${text}\n— ${body.origin} ${Buffer.concat([keyIdOf(body.origin, key.public), signature]).toString('base64')}\n`;
}

const SIGNATURE = /^— (\S+) (\S+)$/;
const MOST_SIGNATURES = 16;

/** Null where it is none. Line ends of another system and space at its end, as of a text that was mailed or typed off paper, are forgiven. */
export function parseCheckpoint(note: string): Checkpoint | null {
  const plain = `${note.replaceAll('\r\n', '\n').trimEnd()}\n`;
  const split = plain.lastIndexOf('\n\n');
  if (split < 0)
    return null;
  const text = plain.slice(0, split + 1);
  const [origin, size, root, ...more] = text.slice(0, -1).split('\n');
  const signatures = plain.slice(split + 2, -1).split('\n').map(signatureOf);
  if (!origin || !size || !/^(?:0|[1-9]\d{0,14})$/.test(size) || !root || more.includes('') || signatures.length > MOST_SIGNATURES)
    return null;
  const digest = bytesOf(root, 32);
  const known = signatures.filter(signature => signature !== null);
  return digest === null || known.length < signatures.length ? null : { origin, size: Number(size), root: digest, text, signatures: known };
}

/** Exactly as it was written: what people bring along may have been mailed or typed, what lies in a file has not. */
export function isVerbatim(note: string, { text, signatures }: Checkpoint): boolean {
  return note === `${text}\n${signatures.map(({ name, keyId, signature }) => `— ${name} ${Buffer.concat([keyId, signature]).toString('base64')}\n`).join('')}`;
}

function signatureOf(line: string): NoteSignature | null {
  const [, name, encoded] = SIGNATURE.exec(line) ?? [];
  const bytes = encoded === undefined ? null : bytesOf(encoded, null);
  return bytes === null || bytes.length < 5 || name!.includes('+') ? null : { name: name!, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/** Canonical base64 only: of two texts that decode alike, one was not written here. */
export function bytesOf(base64: string, length: number | null): Buffer | null {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 && (length === null || bytes.length === length) ? bytes : null;
}

/** `foreign`: no signature is by this key, under the name of the origin. `forged`: one says that it is, and is not. */
export type SignatureVerdict = 'signed' | 'foreign' | 'forged';

export function signatureVerdict({ origin, text, signatures }: Checkpoint, key: Buffer): SignatureVerdict {
  const id = keyIdOf(origin, key);
  const ours = signatures.filter(signature => signature.name === origin && signature.keyId.equals(id));
  if (ours.length === 0)
    return 'foreign';
  return ours.every(({ signature }) => signature.length === 64 && verify(null, Buffer.from(text), publicKey(key), signature)) ? 'signed' : 'forged';
}

/** As people compare it: the first half of SHA-256 over the public key, in groups of four. */
export function fingerprintOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32).replace(/(.{4})(?=.)/g, '$1 ');
}

/** A public key as somebody gives it: base64 of its 32 bytes, or a verifier key of signed notes (`name+id+base64`). */
export function publicKeyOf(given: string): Buffer | null {
  const plain = given.trim();
  const encoded = plain.includes('+') && plain.split('+').length >= 3 && /^[^+\s]+\+[0-9a-f]{8}\+/.test(plain) ? plain.replace(/^[^+\s]+\+[0-9a-f]{8}\+/, '') : plain;
  const bytes = bytesOf(encoded, null);
  if (bytes?.length === 32)
    return bytes;
  return bytes?.length === 33 && bytes[0] === ED25519 ? bytes.subarray(1) : null;
}

/** The verifier key of signed notes, for the tools of others. */
export function verifierKeyOf(name: string, key: Buffer): string {
  return `${name}+${keyIdOf(name, key).toString('hex')}+${Buffer.concat([Buffer.of(ED25519), key]).toString('base64')}`;
}
