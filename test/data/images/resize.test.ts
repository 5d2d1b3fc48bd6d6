import test from 'ava';
import { resize } from '../../../src/data/images/resize.ts';
import { madeUpSet } from '../fixtures.ts';

test('a set that has the resolution is returned as it is', t => {
  const set = madeUpSet(2, 8);
  t.is(resize(set, 8), set);
});

test('each pixel is the mean of its square, halves rounded up, channel by channel', t => {
  // One image of 2×2: R 0 1 0 1, G 0 0 0 1, B 255 255 255 254. Means 0.5, 0.25, 254.75.
  const images = Uint8Array.of(0, 0, 255, 1, 0, 255, 0, 0, 255, 1, 1, 254);
  const small = resize({ images, labels: Uint8Array.of(3), count: 1, resolution: 2 }, 1);
  t.deepEqual([...small.images], [1, 0, 255]);
  t.deepEqual([...small.labels], [3]);
});

test('a ramp shrinks to the ramp in the middle of each square', t => {
  const ramp = (x: number, y: number, channel: number) => 4 * x + 2 * y + channel;
  const set = { images: new Uint8Array(2 * 3072), labels: new Uint8Array(2), count: 2, resolution: 32 };
  for (const image of [0, 1]) {
    for (let i = 0; i < 3072; i++) {
      set.images[image * 3072 + i] = ramp(Math.floor(i / 3) % 32, Math.floor(i / 96), i % 3);
    }
  }
  for (const resolution of [16, 8]) {
    const factor = 32 / resolution;
    const small = resize(set, resolution);
    t.is(small.images.length, 2 * resolution ** 2 * 3);
    for (const [i, value] of small.images.entries()) {
      const inImage = i % (resolution ** 2 * 3);
      const middle = (place: number) => place * factor + (factor - 1) / 2;
      const x = middle(Math.floor(inImage / 3) % resolution);
      const y = middle(Math.floor(inImage / (3 * resolution)));
      t.is(value, ramp(x, y, inImage % 3));
    }
  }
});

test('a larger resolution repeats each pixel in both directions, image by image', t => {
  const set = madeUpSet(3, 32);
  const large = resize(set, 224);
  t.is(large.resolution, 224);
  t.is(large.images.length, 3 * 224 ** 2 * 3);
  t.is(large.labels, set.labels);
  const repeated = new Uint8Array(large.images.length);
  for (let i = 0; i < repeated.length; i++) {
    const [channel, pixel] = [i % 3, Math.floor(i / 3)];
    const [x, row] = [pixel % 224, Math.floor(pixel / 224)];
    repeated[i] = set.images[(Math.floor(row / 7) * 32 + Math.floor(x / 7)) * 3 + channel]!;
  }
  t.deepEqual(large.images, repeated);
  // And back.
  t.deepEqual(resize(large, 32).images, set.images);
});

test('a resolution that neither divides the present one nor is a multiple of it is refused', t => {
  t.throws(() => resize(madeUpSet(1, 32), 12), {
    message: 'resolution must divide 32 or be a multiple of it; got 12',
  });
  t.throws(() => resize(madeUpSet(1, 32), 48), { instanceOf: RangeError });
});
