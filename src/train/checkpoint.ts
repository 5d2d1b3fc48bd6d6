import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { anyWriter, type FileWriter } from '../atomic-file.ts';
import type { NamedArray, Snapshot } from './snapshot.ts';

const tensorsSchema = z.array(z.strictObject({ name: z.string(), shape: z.array(z.int()) }));

const headerSchema = z.strictObject({
  epoch: z.int(),
  step: z.int(),
  optimizer: z.string(),
  tensors: tensorsSchema,
  history: z.array(
    z.strictObject({ epoch: z.int(), trainErrorPct: z.number(), valErrorPct: z.number().nullable() }),
  ),
  remembered: z.strictObject({ epoch: z.int(), tensors: tensorsSchema }).nullable(),
  /** What the run's other files looked like at this epoch; opaque here. */
  companion: z.record(z.string(), z.number()),
});

/** Length of a SHA-256 digest. */
const DIGEST = 32;

/**
 * Writes a snapshot so that, whenever the process dies, the file is the old one or the new one: to a temporary
 * name, synced, then renamed.
 *
 * @param files writes it; default: to a folder that nobody else writes
 * @param companion numbers to be handed back with the snapshot, e.g. sizes of the tables at this epoch
 */
export async function writeCheckpoint(
  path: string,
  snapshot: Snapshot,
  companion: Record<string, number>,
  files: FileWriter = anyWriter,
): Promise<void> {
  await files.write(path, encodeCheckpoint(snapshot, companion));
}

/**
 * A snapshot as bytes: SHA-256 of the rest; length of the header (uint32, little endian); header (JSON); values
 * (float32) of all tensors, then of those that are remembered.
 */
export function encodeCheckpoint(snapshot: Snapshot, companion: Record<string, number>): Buffer {
  const { tensors, remembered } = snapshot;
  const header = Buffer.from(
    JSON.stringify({
      ...snapshot,
      tensors: tensors.map(withoutValues),
      remembered: remembered && { ...remembered, tensors: remembered.tensors.map(withoutValues) },
      companion,
    }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const values = [...tensors, ...(remembered?.tensors ?? [])].map(({ values: v }) =>
    Buffer.from(v.buffer, v.byteOffset, v.byteLength),
  );
  const body = Buffer.concat([length, header, ...values]);
  const digest = createHash('sha256').update(body).digest();
  return Buffer.concat([digest, body]);
}

function withoutValues({ name, shape }: NamedArray) {
  return { name, shape };
}

export interface Checkpoint {
  readonly snapshot: Snapshot;
  readonly companion: Readonly<Record<string, number>>;
}

/**
 * @returns null when there is no such file
 * @throws DamagedCheckpointError when the file is not, byte for byte, what was written.
 */
export async function readCheckpoint(path: string): Promise<Checkpoint | null> {
  let file: Buffer;
  try {
    file = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return decodeCheckpoint(file, path);
}

/**
 * @param source named in the error: the file's path
 * @throws DamagedCheckpointError when these are not, byte for byte, what was encoded.
 */
export function decodeCheckpoint(file: Buffer, source: string): Checkpoint {
  const body = file.subarray(DIGEST);
  if (!createHash('sha256').update(body).digest().equals(file.subarray(0, DIGEST))) {
    throw new DamagedCheckpointError(source);
  }
  const headerEnd = 4 + body.readUInt32LE(0);
  const header = headerSchema.parse(JSON.parse(body.toString('utf8', 4, headerEnd)));
  let offset = headerEnd;
  const withValues = ({ name, shape }: Omit<NamedArray, 'values'>): NamedArray => {
    const bytes = 4 * shape.reduce((product, size) => product * size, 1);
    const values = new Float32Array(new Uint8Array(body.subarray(offset, offset + bytes)).buffer);
    offset += bytes;
    return { name, shape, values };
  };
  const { companion, ...state } = header;
  const tensors = header.tensors.map(withValues);
  const remembered = header.remembered && {
    ...header.remembered,
    tensors: header.remembered.tensors.map(withValues),
  };
  return { snapshot: { ...state, tensors, remembered }, companion };
}

/** Puts a file under another name that is of no use any more, but may be of interest; returns its new name. */
export async function putAside(path: string, files: FileWriter = anyWriter): Promise<string> {
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  await files.write(aside, await readFile(path));
  await files.remove(path);
  return aside;
}

export class DamagedCheckpointError extends Error {
  constructor(path: string) {
    super(`checkpoint ${path} fails its checksum`);
    this.name = 'DamagedCheckpointError';
  }
}
