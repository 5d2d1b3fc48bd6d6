import test from 'ava';
import { decode } from 'fast-png';
import type { ShownExamples } from '../../../src/reports/examples.ts';
import { closerSection } from '../../../src/reports/sections/closer.ts';
import { makeRuns, predictedSplit, withPredictions } from '../fixtures.ts';

const [plain, residual] = makeRuns({ depths: [56], seeds: 1, epochs: 1 });
/** Of twenty examples with odd numbers, plain takes all but the first four for class 9, residual the third alone. */
const runs = [plain!, residual!].map((run, i) =>
  withPredictions(
    run,
    predictedSplit(
      Array.from({ length: 20 }, (_, k) => {
        const [index, label] = [2 * k + 1, k % 9];
        return { index, label, predicted: (i === 0 ? k >= 4 : k === 2) ? 9 : label };
      }),
    ),
  ),
);
const pixelsOf = (index: number) => Uint8Array.from({ length: 2 * 2 * 3 }, (_, i) => index + i);
const shown: ShownExamples = {
  classNames: ['ant', 'bee', 'cow', 'doe', 'elk', 'fox', 'gnu', 'hen', 'ibis', 'jay'],
  images: {
    side: 2,
    image: (part, index) => {
      if (part !== 'train') throw new Error(`asked for ${part}`);
      return { label: ((index - 1) / 2) % 9, pixels: pixelsOf(index) };
    },
  },
};
const page = (examples?: ShownExamples) => closerSection(runs, examples)!.in('en');

test('images on which the twins disagree are shown as they are, twelve of each kind at most, lowest numbers first', t => {
  const html = page(shown);
  t.regex(
    html,
    /Seed 1, at the end of training: of the 20 training examples .* plain-56 gets 16 wrong and residual-56 1\./,
  );
  t.true(html.includes('16 are wrong in plain-56 alone, 1 in residual-56 alone.'));
  t.true(html.includes('Of 16 the 12 with the lowest numbers in the data set'));
  const images = [
    ...html.matchAll(/<img src="data:image\/png;base64,([^"]+)"[^>]*alt="training image (\d+)">/g),
  ];
  t.deepEqual(
    images.map(([, , number]) => Number(number)),
    [...Array.from({ length: 12 }, (_, k) => 2 * (k + 4) + 1), 5],
  );
  for (const [, png, number] of images) {
    const { width, height, channels, data } = decode(Buffer.from(png!, 'base64'));
    t.deepEqual([width, height, channels], [2, 2, 3]);
    t.deepEqual([...data], [...pixelsOf(Number(number))]);
  }
  t.regex(html, /<span>elk<\/span> <span class="wrong">taken for jay<\/span> <span class="small">No. 9</);
  t.true(html.includes('2×2 pixels, enlarged. The networks saw them at 16×16.'));
});

test('errors of each class are means over the seeds of both networks, of training and test examples', t => {
  const html = page(shown);
  const cells = (name: string) =>
    [...html.matchAll(new RegExp(`<th scope="row">${name}</th>(.*)</tr>`, 'g'))].map(([, row]) =>
      [...row!.matchAll(/>([^<]+)</g)].map(([, cell]) => cell),
    );
  // Of three examples of class 0, two are beyond the fourth; no example is of class 9.
  t.deepEqual(cells('ant'), [['66.7', '0.0', '66.7', '0.0']]);
  t.deepEqual(cells('cow'), [['50.0', '50.0', '50.0', '50.0']]);
  t.deepEqual(cells('jay'), [['–', '–', '–', '–']]);
  t.true(html.includes('plain-56: 1 seed. residual-56: 1 seed.'));
});

for (const [images, told] of [
  ['left out', 'The images themselves are left out of this page'],
  ['not at hand', 'the data set was not at hand where this page was written'],
] as const) {
  test(`without images (${images}) numbers and classes stay, and the page says why`, t => {
    const html = page({ ...shown, images });
    t.true(html.includes(told));
    t.false(html.includes('<img'));
    t.true(html.includes('<span>elk</span>'));
  });
}

test('images of another data set than was trained on, or that cannot be read, are not shown', t => {
  const other = { side: 2, image: () => ({ label: 8, pixels: pixelsOf(0) }) };
  const broken = {
    side: 2,
    image: () => {
      throw new Error('no such file');
    },
  };
  for (const images of [other, broken]) {
    const html = page({ images });
    t.false(html.includes('<img'));
    t.true(html.includes('was not at hand'));
    t.true(html.includes('<span>class 4</span>'));
  }
});

test('of examples that are no images there are numbers alone', t => {
  const html = page({ images: 'none' });
  t.true(html.includes('16 are wrong in plain-56 alone'));
  t.false(html.includes('gallery'));
});

test('runs of before predictions were kept say so, and runs without twins say nothing', t => {
  t.regex(
    closerSection([plain!, residual!])!.in('en'),
    /is not known: their runs are from before it was kept/,
  );
  t.is(closerSection([plain!]), null);
});
