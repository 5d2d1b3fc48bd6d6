import { splitsOfImages } from '../../data/images/batches.ts';
import type { RawImages } from '../../data/images/image-set.ts';
import { prepareSplits } from '../../data/images/splits.ts';
import { drawSynthetic } from '../../data/synthetic/draw.ts';
import { CLASSES } from '../../data/synthetic/sizes.ts';
import { drawTexts } from '../../data/synthetic-text/draw.ts';
import { CLASSES as TEXT_CLASSES } from '../../data/synthetic-text/sizes.ts';
import { textSplits } from '../../data/text/batches.ts';
import type { RawTexts } from '../../data/text/text-set.ts';
import type { Splits } from '../../data/types.ts';
import type { RunConfig } from '../../run/config.ts';
import { unpackImages } from '../packed-images.ts';
import type { Carried, CarriedTexts, Examples, PackedImages, PackedTexts } from '../protocol.ts';
import { imageExamples, textExamples } from './looking.ts';

/** As many as are trained and measured on, and a tenth to validate with: drawn in a fraction of a second. */
const DRAWN = { train: 2500, test: 500 };

/** What a network of the page learns from and is measured on. */
export interface LearnedFrom {
  readonly splits: Splits;
  readonly classes: number;
  /** What a reader sees each network's answers to: the first that it is tested on. */
  readonly examples: Examples;
}

/** @throws Error for a data set that the page does not have */
export function dataFor({ data, seed }: RunConfig, carried: Carried | null): LearnedFrom {
  if ('resolution' in data) {
    const images = prepareSplits(imagesOf(data.dataset, carried as PackedImages | null), data, seed);
    return {
      splits: splitsOfImages(images, data.augmentation),
      classes: CLASSES,
      examples: imageExamples(images),
    };
  }
  const texts = textsOf(data.dataset, carried as PackedTexts | null);
  const splits = textSplits({ ...texts, sha256: '' }, data, seed);
  return { splits, classes: TEXT_CLASSES, examples: textExamples(texts.test, splits) };
}

type Images = Omit<RawImages, 'sha256'>;
type Texts = Omit<RawTexts, 'sha256'>;

let drawnImages: Images | undefined;
let drawnTexts: Texts | undefined;

/** Images of the page, or made-up ones, which are drawn once. */
function imagesOf(name: string, packed: PackedImages | null): Images {
  if (packed) return { name, classes: CLASSES, ...unpackImages(packed) };
  if (name !== 'synthetic') throw new Error(`this page has no images of ${name}, only synthetic ones`);
  drawnImages ??= { name, classes: CLASSES, ...drawSynthetic(DRAWN) };
  return drawnImages;
}

/** Texts of the page, or made-up ones, which are drawn once. */
function textsOf(name: string, packed: PackedTexts | null): Texts {
  if (packed) {
    const { train, test } = JSON.parse(packed.json) as CarriedTexts;
    const set = ({ texts, labels }: CarriedTexts['train']) => ({ texts, labels: Uint8Array.from(labels) });
    return { name, classes: TEXT_CLASSES, train: set(train), test: set(test) };
  }
  if (name !== 'synthetic-text') throw new Error(`this page has no texts of ${name}, only synthetic ones`);
  drawnTexts ??= { name, classes: TEXT_CLASSES, ...drawTexts(DRAWN) };
  return drawnTexts;
}
