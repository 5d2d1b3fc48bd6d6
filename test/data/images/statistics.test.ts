import test from 'ava';
import { pixelStatistics } from '../../../src/data/images/statistics.ts';
import { madeUpSet } from '../fixtures.ts';

test('the mean is taken at each pixel, the deviation over all of them', t => {
  const images = Uint8Array.of(10, 20, 30, 30, 20, 50);
  const { pixelMean, pixelStd } = pixelStatistics({
    images,
    labels: new Uint8Array(2),
    count: 2,
    resolution: 1,
  });
  t.deepEqual([...pixelMean], [20, 20, 40]);
  // Deviations ±10, 0, ±10.
  t.true(Math.abs(pixelStd - Math.sqrt(200 / 3)) < 1e-12);
});

test('normalised with them, a set has mean 0 at each pixel and deviation 1', t => {
  const set = madeUpSet(50, 4);
  const { pixelMean, pixelStd } = pixelStatistics(set);
  const values = Array.from(set.images, (byte, i) => (byte - pixelMean[i % 48]!) / pixelStd);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
  t.true(Math.abs(mean) < 1e-6);
  t.true(Math.abs(variance - 1) < 1e-6);
});

test('images without any spread do not divide by zero', t => {
  const images = new Uint8Array(30).fill(77);
  t.is(pixelStatistics({ images, labels: new Uint8Array(10), count: 10, resolution: 1 }).pixelStd, 1);
});
