import test from 'ava';
import { encode } from 'fast-png';
import { PIXEL_BYTES, RECORD_BYTES } from '../../../src/data/cifar10/manifest.ts';
import { readRecords } from '../../../src/data/cifar10/records.ts';
import { recordsFromSheet } from '../../../src/data/cifar10/sprite-sheet.ts';
import { madeUpBytes } from '../fixtures.ts';

const pixels = madeUpBytes(2 * PIXEL_BYTES, 3);
const sheet = encode({ width: 1024, height: 2, data: pixels, channels: 3, depth: 8 });

test('each row of a sprite sheet becomes one official record', t => {
  const records = recordsFromSheet(sheet, [4, 9]);
  t.is(records.length, 2 * RECORD_BYTES);
  const target = { images: new Uint8Array(pixels.length), labels: new Uint8Array(2) };
  readRecords(records, target, 0);
  t.deepEqual(target.images, pixels);
  t.deepEqual([...target.labels], [4, 9]);
});

test('a sheet that does not fit its labels is refused with both sizes', t => {
  t.throws(() => recordsFromSheet(sheet, [1, 2, 3]), {
    message: 'expected a sheet of 1024×3 pixels, 3 channels of 8 bits; got 1024×2, 3 channels of 8 bits',
  });
});

test('bytes that are no PNG are refused', t => {
  t.throws(() => recordsFromSheet(new Uint8Array([1, 2, 3]), [1]), { message: /^not a readable PNG/ });
  t.throws(() => recordsFromSheet(sheet.subarray(0, sheet.length / 2), [1, 2]), { message: /PNG|sheet/ });
});
