import { encode } from 'fast-png';
import {
  type ClosestPair,
  closestPair,
  type Disagreement,
  mistakesIn,
  wrongInFirstAlone,
} from '../../evidence/examples/disagreements.ts';
import { grouped } from '../../language/numbers.ts';
import { msg, sentences, type Text } from '../../language/phrase.ts';
import { type Content, html, type SafeHtml } from '../../page/html.ts';
import { networkName } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';
import { classNameOf, type ExampleImages, type ShownExamples } from '../examples.ts';
import { classTable } from './class-errors.ts';

/** Of each kind of disagreement, at most. */
const SHOWN = 12;

/**
 * Training examples on which the deepest plain network and its residual twin disagree, at the end of training.
 *
 * @param examples what there is to show of them; absent: nothing but numbers
 */
export function closerSection(
  runs: readonly RunResult[],
  examples: ShownExamples = { images: 'not at hand' },
): SafeHtml | null {
  const pair = closestPair(runs);
  if (pair === null) return null;
  return html`<section aria-labelledby="closer">
<h2 id="closer">${msg`Looking closer`}</h2>
${pair === 'not kept' ? html`<p class="notes">${msg`What these networks say of single examples is not known: their runs are from before it was kept. --fresh trains them again.`}</p>\n` : disagreements(pair, examples)}</section>
`;
}

function disagreements(pair: ClosestPair, examples: ShownExamples): SafeHtml {
  const { plain, residual } = pair;
  const [a, b] = [plain, residual].map(({ record: { config } }) =>
    networkName(config.kind, config.depth),
  ) as [string, string];
  const [ofPlain, ofResidual] = [plain.predictions.train, residual.predictions.train];
  const groups = [
    { title: msg`Wrong in ${a}, right in ${b}`, found: wrongInFirstAlone(ofPlain, ofResidual) },
    { title: msg`Wrong in ${b}, right in ${a}`, found: wrongInFirstAlone(ofResidual, ofPlain) },
  ];
  const [first, second] = groups.map(({ found }) => grouped(found.length)) as [string, string];
  const shown = groups.flatMap(({ found }) => found.slice(0, SHOWN));
  const images = imagesOf(shown, examples);
  const count = grouped(ofPlain.label.length);
  const [wrong, wrongInTwin] = [grouped(mistakesIn(ofPlain)), grouped(mistakesIn(ofResidual))];
  const { seed } = plain.record.config;
  const nameOf = (label: number): Text => classNameOf(examples, label);
  return html`${classTable(pair, nameOf)}<h3>${msg`Examples on which both disagree`}</h3>
<p>${msg`Seed ${seed}, at the end of training: of the ${count} training examples on which the training error is measured, ${a} gets ${wrong} wrong and ${b} ${wrongInTwin}.`} ${msg`${first} are wrong in ${a} alone, ${second} in ${b} alone.`}</p>
${
  examples.images !== 'none' &&
  html`<p class="notes">${remark(images, plain, examples)}</p>
${groups.map(({ title, found }) => gallery(title, found, images, nameOf))}`
}`;
}

/** PNG files as addresses, by the number of the image; null where there are none, or others than were trained on. */
function imagesOf(
  shown: readonly Disagreement[],
  { images }: ShownExamples,
): ReadonlyMap<number, string> | null {
  if (typeof images === 'string') return null;
  try {
    const addresses = shown.map(({ index, label }) => {
      const image = images.image('train', index);
      if (image.label !== label) throw new Error(`image ${index} is of class ${image.label}, not ${label}`);
      return [index, addressOf(image.pixels, images)] as const;
    });
    return new Map(addresses);
  } catch {
    return null;
  }
}

function addressOf(pixels: Uint8Array, { side }: ExampleImages): string {
  const png = encode({ width: side, height: side, data: pixels, channels: 3, depth: 8 });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

function remark(
  shown: ReadonlyMap<number, string> | null,
  { record: { config } }: RunResult,
  { images }: ShownExamples,
): Text {
  if (images === 'left out') {
    return msg`The images themselves are left out of this page; npm run suite -- report writes it with them.`;
  }
  if (typeof images === 'string' || shown === null) {
    return msg`The images themselves are not shown: the data set was not at hand where this page was written.`;
  }
  const { side } = images;
  const asMade = msg`Images as the data set has them, ${`${side}×${side}`} pixels, enlarged.`;
  const seen = 'resolution' in config.data ? config.data.resolution : side;
  return seen === side ? asMade : sentences(asMade, msg`The networks saw them at ${`${seen}×${seen}`}.`);
}

function gallery(
  title: Text,
  found: readonly Disagreement[],
  images: ReadonlyMap<number, string> | null,
  nameOf: (label: number) => Text,
): Content {
  const rule =
    found.length > SHOWN
      ? msg`Of ${grouped(found.length)} the ${SHOWN} with the lowest numbers in the data set, which count from 0.`
      : msg`All of them, by their numbers in the data set, which count from 0.`;
  return html`<h3>${title}</h3>
${
  found.length === 0
    ? html`<p class="notes">${msg`None.`}</p>\n`
    : html`<p class="notes">${rule}</p>
<ul class="gallery">${found.slice(0, SHOWN).map(
        ({
          index,
          label,
          wrong,
        }) => html`<li>${images && html`<img src="${images.get(index)!}" width="64" height="64" alt="${msg`training image ${index}`}">`}<span>${nameOf(label)}</span> <span class="wrong">${msg`taken for ${nameOf(wrong)}`}</span> <span class="small">${msg`No. ${index}`}</span></li>
`,
      )}</ul>
`
}`;
}
