import test from 'ava';
import { resize } from '../../src/data/images/resize.ts';
import { drawSynthetic } from '../../src/data/synthetic/draw.ts';
import { packImages, unpackImages } from '../../src/playground/packed-images.ts';

test('a page carries the first images of every class, smaller, and gives them back as they were', t => {
  const raw = { classes: 10, ...drawSynthetic({ train: 60, test: 30 }) };
  const { train, test: tested } = unpackImages(packImages(raw, { train: 40, test: 20, resolution: 16 }));
  t.deepEqual([train.count, tested.count, train.resolution], [40, 20, 16]);
  t.deepEqual([...train.labels], [...raw.train.labels.subarray(0, 40)]);
  t.deepEqual(train.images, resize(raw.train, 16).images.slice(0, 40 * 768));
  t.deepEqual(tested.images, resize(raw.test, 16).images.slice(0, 20 * 768));
});
