import test from 'ava';
import fc from 'fast-check';
import { PIXEL_BYTES, PLANE, RECORD_BYTES } from '../../../src/data/cifar10/manifest.ts';
import { readRecords, toRecords } from '../../../src/data/cifar10/records.ts';
import { madeUpBytes } from '../fixtures.ts';

test('a record is a label and three planes, and becomes pixels with R, G and B side by side', t => {
  const record = new Uint8Array(RECORD_BYTES);
  record[0] = 7;
  record[1 + 33] = 10;
  record[1 + PLANE + 33] = 20;
  record[1 + 2 * PLANE + 33] = 30;
  const target = { images: new Uint8Array(2 * PIXEL_BYTES), labels: new Uint8Array(2) };
  readRecords(record, target, 1);
  t.deepEqual([...target.labels], [0, 7]);
  const secondRowSecondPixel = PIXEL_BYTES + (32 + 1) * 3;
  t.deepEqual([...target.images.subarray(secondRowSecondPixel, secondRowSecondPixel + 3)], [10, 20, 30]);
  t.is(
    target.images.reduce((sum, value) => sum + value, 0),
    60,
  );
});

test('writing and reading records are inverse', t => {
  const property = fc.property(fc.integer({ min: 1, max: 3 }), fc.nat(), (count, seed) => {
    const images = madeUpBytes(count * PIXEL_BYTES, seed);
    const labels = Array.from({ length: count }, (_, i) => (seed + i) % 10);
    const target = { images: new Uint8Array(images.length), labels: new Uint8Array(count) };
    readRecords(toRecords(images, labels), target, 0);
    t.deepEqual(target.images, images);
    t.deepEqual([...target.labels], labels);
  });
  t.notThrows(() => fc.assert(property, { numRuns: 10 }));
});
