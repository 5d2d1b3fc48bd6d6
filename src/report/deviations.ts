import { isSame, joined, listed, msg } from '../language/phrase.ts';
import { paperRecipe } from '../paper/recipe.ts';
import type { RunConfig } from '../run/config.ts';
import { growthEpoch, totalSteps } from '../run/steps.ts';
import type { Deviation } from './experiment-report.ts';
import { epochsOf, grouped } from './numbers.ts';
import { milestonesOf } from './page/settings.ts';

const shortcutsInWords = {
  B: msg`option B, a 1×1 convolution where the shape changes`,
  C: msg`option C, a 1×1 convolution everywhere`,
  scaled: msg`scaled by 0.5, and so are branches`,
  gated: msg`gated, one minus what branches are multiplied by`,
  dropout: msg`under dropout of one half`,
} as const;

/** Facts about a configuration that differ from He et al. 2015, section 4.2, and why they were changed. */
const rules: readonly ((config: RunConfig) => Deviation | null)[] = [
  ({ data }) =>
    data.dataset === 'cifar10'
      ? null
      : {
          what: msg`The images are synthetic, not CIFAR-10.`,
          why: msg`Procedural images need no download; they show that the suite works, not what CIFAR-10 shows.`,
        },
  ({ data }) =>
    data.resolution === 32
      ? null
      : data.resolution > 32
        ? {
            what: msg`Images are ${data.resolution}×${data.resolution} pixels, each of CIFAR-10’s repeated, not 32×32.`,
            why: msg`Networks for ImageNet take images of this size; the suite has no others than those of CIFAR-10.`,
          }
        : {
            what: msg`Images are ${data.resolution}×${data.resolution} pixels (area averaging), not 32×32.`,
            why: msg`A quarter of the pixels is a quarter of the arithmetic.`,
          },
  ({ network }) =>
    network.family
      ? {
          what: msg`A network is one of those for ImageNet: another stem, four stages, 1,000 classes.`,
          why: msg`It is built from the same blocks (He et al. 2015, Table 1) and learns CIFAR-10’s ten classes.`,
        }
      : null,
  ({ network: { family, width } }) => {
    const paper = family ? 64 : 16;
    const filters = (first: number) =>
      listed(Array.from({ length: family ? 4 : 3 }, (_, stage) => first * 2 ** stage));
    return width === paper
      ? null
      : {
          what: msg`Stages have ${filters(width)} filters, not ${filters(paper)}.`,
          why: msg`Depth is what is studied; narrower networks of the same depth train faster.`,
        };
  },
  ({ network }) =>
    network.batchNorm
      ? null
      : { what: msg`There is no batch normalisation.`, why: msg`This arm was asked for.` },
  ({ network: { block, order } }) =>
    block || order
      ? {
          what: msg`Blocks are ${joined([block ? msg`bottlenecks` : '', order ? msg`in the order of pre-activation` : ''], msg`, `)}.`,
          why: msg`This arm was asked for.`,
        }
      : null,
  ({ network: { initialization } }) =>
    initialization
      ? {
          what: msg`Weights start from ${initialization.scheme === 'he' ? 'He' : 'Glorot'} initialisation, ${initialization.gain} times its standard deviation, not from He’s.`,
          why: msg`This arm was asked for.`,
        }
      : null,
  config => {
    const { depth, network } = config;
    return network.grown
      ? {
          what: msg`Networks begin with ${network.grown.fromDepth} layers; after epoch ${growthEpoch(config)} identity layers are added, which makes ${depth}.`,
          why: msg`The paper argues with this construction (section 1) and does not train it.`,
        }
      : null;
  },
  ({ kind, network }) =>
    kind === 'plain' || network.shortcut === 'A'
      ? null
      : {
          what: msg`Shortcuts are ${shortcutsInWords[network.shortcut]}, not option A, the identity.`,
          why: msg`This arm was asked for.`,
        },
  ({ data }) =>
    data.trainSize === 45_000
      ? null
      : {
          what: msg`Training uses ${grouped(data.trainSize)} images, balanced over classes, not 45,000.`,
          why: msg`Fewer images make an epoch shorter; the training error is what degradation is about.`,
        },
  ({ data }) =>
    data.trainEvalSize === data.trainSize && data.testSize === 10_000
      ? null
      : {
          what: msg`The training error is measured on ${grouped(data.trainEvalSize)} of the training images without augmentation, the test error on ${grouped(data.testSize)} images.`,
          why: msg`Evaluation is kept to a small part of the time.`,
        },
  ({ recipe, data }) => {
    const steps = totalSteps({ recipe, data });
    return steps >= 63_800 && steps <= 64_000
      ? null
      : {
          what: msg`Training takes ${grouped(steps)} steps (${epochsOf(recipe)}), not 64,000.`,
          why: msg`The budget of this preset; networks are compared at an equal number of steps, not at convergence.`,
        };
  },
  ({ recipe }) =>
    recipe.batchSize === 128
      ? null
      : {
          what: msg`A batch is ${recipe.batchSize} images, not 128.`,
          why: msg`More updates for the same arithmetic.`,
        },
  ({ recipe }) =>
    recipe.learningRate === 0.1
      ? null
      : {
          what: msg`The base learning rate is ${recipe.learningRate}, not 0.1.`,
          why: msg`It goes with the smaller batch and the shorter training.`,
        },
  ({ recipe }) => {
    const schedule = milestonesOf(recipe);
    return isSame(schedule, milestonesOf(paperRecipe))
      ? null
      : {
          what: msg`The learning rate falls: ${schedule}; in the paper: ${milestonesOf(paperRecipe)}.`,
          why: msg`A short training needs the large rate for a longer part of it.`,
        };
  },
  ({ depth, recipe: { warmup } }) => {
    if (warmup === null) return null;
    const { from, shape } = warmup;
    const percent = (100 * warmup.fraction).toPrecision(2);
    const who = depth >= 110 ? msg`Depth ${depth}` : msg`Training`;
    return {
      what:
        shape === 'linear'
          ? msg`${who} warms up linearly from ${from}× the base rate over the first ${percent} % of the steps.`
          : msg`${who} warms up at ${from}× the base rate over the first ${percent} % of the steps.`,
      why:
        depth >= 110
          ? msg`The paper warms up depth 110 until the training error is below 80 %, about 400 steps.`
          : msg`The paper needs this at depth 110 only; a short training shows its benefit earlier.`,
    };
  },
];

/** What every configuration of this suite has in common. */
const always: readonly Deviation[] = [
  {
    what: msg`Images are divided by one number, the standard deviation of the training pixels, after the mean of each pixel is subtracted.`,
    why: msg`Without batch normalisation, inputs of unit variance are what He initialisation assumes.`,
  },
  {
    what: msg`The last images of an epoch that do not fill a batch are left out; every epoch leaves out others.`,
    why: msg`All batches have one shape.`,
  },
];

/** Every deviation of any of these configurations from the paper, each once. */
export function deviationsFromPaper(configs: readonly RunConfig[]): Deviation[] {
  const found = new Map<string, Deviation>();
  for (const rule of rules) {
    for (const config of configs) {
      const deviation = rule(config);
      if (deviation) found.set(String(deviation.what), deviation);
    }
  }
  return [...found.values(), ...always];
}
