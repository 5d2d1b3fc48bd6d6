import test from 'ava';
import { errorOverDepth } from '../../src/charts/error-over-depth.ts';
import { chartPicture, toPng } from '../../src/reports/picture.ts';
import { makeRuns } from './fixtures.ts';

const runs = makeRuns({ depths: [8, 20], seeds: 2, epochs: 2 });

test('a picture is whole without a page: its colours are colours, and it says what it shows', async t => {
  const svg = await chartPicture(errorOverDepth(), runs, { description: 'Errors <of> networks.' });
  t.regex(
    svg!,
    /^<svg role="img" [^>]*><title>Final error over depth<\/title><desc>Errors &lt;of&gt; networks\.</,
  );
  t.notRegex(svg!, /var\(/);
  t.true(svg!.includes('>Depth in layers<'));
});

test('inside a page a picture has the colours and the language of the page', async t => {
  const svg = await chartPicture(errorOverDepth(), runs, { language: 'zh-CN', themed: true });
  t.regex(svg!, /var\(--arm-1\)/);
  t.true(svg!.includes('>深度（层数）<') || /<title>[^<]*[\u4e00-\u9fff]/.test(svg!));
  t.false(svg!.includes('Depth in layers'));
});

test('nothing is drawn of nothing', async t => {
  t.is(await chartPicture(errorOverDepth(), []), null);
});

test('pixels are two for each of the drawing, on any machine with the same font', async t => {
  const svg = (await chartPicture(errorOverDepth(), runs))!;
  const png = toPng(svg);
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg)!;
  t.deepEqual(
    [png.readUInt32BE(16), png.readUInt32BE(20)],
    [2 * Math.ceil(Number(width)), 2 * Math.ceil(Number(height))],
  );
});

test('names of regularizers stay words in a picture', async t => {
  const name = `</svg><script>alert("1")</script>`;
  const arms = makeRuns({
    depths: [8],
    seeds: 2,
    epochs: 2,
    config: { regularizers: [{ name, options: {} }] },
  });
  const svg = (await chartPicture(errorOverDepth(), arms, { description: name }))!;
  t.false(svg.includes('<script'));
  t.is(svg.split('</svg>').length, 2);
});

test('what lies outside of a panel ends nothing when pixels are made', async t => {
  // Chance is far above errors that hardly change.
  const svg = await chartPicture(errorOverDepth(), makeRuns({ depths: [8, 20], seeds: 1, epochs: 2 }));
  t.regex(svg!, /<g class="mark-rule[^>]* clip-path/);
  t.true(toPng(svg!).length > 1000);
});
