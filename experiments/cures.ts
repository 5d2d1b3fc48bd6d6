import { byVariant, errorByVariant } from '../src/charts/by-variant.ts';
import { errorCurves } from '../src/charts/error-curves.ts';
import { trainingErrorAtAGlance } from '../src/charts/glance.ts';
import { errorDifference } from '../src/evidence/claims/error-difference.ts';
import type { Experiment } from '../src/experiment.ts';
import { msg } from '../src/language/phrase.ts';
import { paperImages, paperRecipe } from '../src/paper/recipe.ts';
import { reducedBudget, reducedImages, reducedRecipe, smokeImages } from '../src/paper/reduced-budget.ts';
import type { Kind } from '../src/run/config.ts';
import type { Preset, Variant } from '../src/suite/presets.ts';

const plainCures = ['dirac', 'looks-linear'] as const;
const residualCures = ['zero-scale', 'no-relu-after-addition', 'norm-after-addition'] as const;

/** Plain and residual networks as in the paper, and what changes them, one thing at a time. */
const variants: Variant[] = [
  {},
  ...plainCures.map(cure => ({ kinds: ['plain'] as const, network: { cure } })),
  ...residualCures.map(cure => ({ kinds: ['residual'] as const, network: { cure } })),
  // What is to do without normalisation, beside a residual network that merely lacks it.
  { kinds: ['residual'], network: { batchNorm: false } },
  { kinds: ['residual'], network: { batchNorm: false, cure: 'zero-scale' } },
  { kinds: ['residual'], network: { batchNorm: false, cure: 'fixup' } },
];

const base: Omit<Preset, 'description' | 'depths' | 'seeds' | 'data' | 'recipe'> = {
  kinds: ['plain', 'residual'],
  network: { width: 8, shortcut: 'A', batchNorm: true },
  variants,
};

const at32 = (kind: Kind, variant: string) => ({ kind, depth: 32, variant });

const cures: Experiment = {
  name: 'cures',
  title: msg`What else makes deep networks trainable?`,
  question: msg`Are shortcuts with batch normalisation the only cure? What of plain networks whose filters begin near the identity,
      and of residual networks without any normalisation?`,
  expectation: msg`What they share is a start near the identity. Plain networks: filters that begin as the identity (Zagoruyko
      and Komodakis 2017), or ReLUs and filters in mirrored pairs, which begin as a linear network (Balduzzi et al. 2017).
      Residual networks without normalisation: branches that begin at 0 (SkipInit, De and Smith 2020; Fixup, Zhang et al.
      2019). The ReLU after the addition can be left out (gcr/torch-residual-networks, somebody else’s measurement: 6.32 % at
      110 layers). A counter-example: batch normalisation after the addition changes the shortcut itself, and harms (the same
      source: 13.56 instead of 6.97 %; He et al. 2016, section 4.1).`,

  presets: {
    smoke: {
      ...base,
      description: 'Synthetic images, depth 8: shows in under a minute that everything works.',
      depths: [8],
      seeds: 1,
      network: { ...base.network, width: 2 },
      data: {
        ...smokeImages,
        trainSize: 200,
        trainEvalSize: 100,
        valSize: 50,
        testSize: 100,
      },
      recipe: { ...paperRecipe, epochs: 2, maxSteps: null, batchSize: 50, learningRate: 0.05 },
    },
    // Cures are no fused layers: a core that takes 80 minutes for plain-vs-residual trains 2,000 images a second without any of
    // them, 300 to 900 with one, and 150 that look linear, with twice the channels; all runs take it half an hour.
    quick: {
      ...base,
      description: 'CIFAR-10 at 16×16, width 8, 2,500 images, depth 32: ten networks on two CPU cores.',
      depths: [32],
      seeds: 3,
      reasons: reducedBudget,
      data: {
        ...reducedImages,
        trainSize: 2500,
        trainEvalSize: 1000,
        valSize: 100,
        testSize: 1000,
      },
      recipe: {
        ...reducedRecipe,
        epochs: 8,
        batchSize: 32,
        learningRate: 0.02,
      },
    },
    reference: {
      ...base,
      description: 'The paper’s data and recipe for ten epochs, depth 56, ten networks: days on a CPU.',
      depths: [56],
      seeds: 3,
      network: { ...base.network, width: 16 },
      data: {
        ...paperImages,
        trainEvalSize: 5000,
        testSize: 5000,
      },
      recipe: { ...paperRecipe, epochs: 10, maxSteps: null },
    },
  },

  lead: trainingErrorAtAGlance(),
  charts: [
    errorByVariant({
      lookFor: msg`Take both lines “as the preset says” as the measure: the plain network, and the residual one. In the plain
          panels, which lines lie far to the left of the plain network, and do any reach the residual one? In the residual
          panels, which of those without batch norm reach the one with it? And where does batch norm after the addition
          lie?`,
      refutedBy: msg`If no cure of plain networks lay left of the plain network, a start near the identity would not be what
          matters; if networks without normalisation stayed near 90 %, it would be normalisation.`,
    }),
    byVariant({
      id: 'parameters',
      title: msg`Trainable parameters of every variant`,
      axis: msg`Parameters`,
      measures: [{ name: msg`parameters`, of: run => run.record.parameters }],
      lookFor: msg`Whether a comparison is fair: concatenated ReLUs double the inputs of every convolution, and nearly the
          parameters. All others add or take away a few numbers for each block.`,
      refutedBy: msg`A cure that wins with many more parameters may owe it to them.`,
    }),
    errorCurves({
      lookFor: msg`Compare the heavy lines, the training error, from their first epochs on: does a network that starts near the
          identity begin to learn at once?`,
      refutedBy: msg`Lines that part only at the end would not be about how training starts.`,
    }),
  ],
  claims: [
    errorDifference({
      id: 'dirac-cures',
      first: at32('plain', ''),
      second: at32('plain', 'Dirac'),
      statement: (first, second) =>
        msg`Filters near the identity cure plain networks: ${first} ends with a higher training error than ${second}.`,
      side: 'above',
      threshold: 0,
      headline: true,
    }),
    errorDifference({
      id: 'looks-linear-cures',
      first: at32('plain', ''),
      second: at32('plain', 'looks-linear'),
      statement: (first, second) =>
        msg`So does a linear start: ${first} ends with a higher training error than ${second}.`,
      side: 'above',
      threshold: 0,
    }),
    errorDifference({
      id: 'skip-init-does-without-norm',
      first: at32('residual', 'no batch norm'),
      second: at32('residual', 'no batch norm + SkipInit'),
      statement: (first, second) =>
        msg`Without normalisation it helps to begin with branches at 0: ${first} ends with a higher training error than
          ${second}.`,
      side: 'above',
      threshold: 0,
    }),
    errorDifference({
      id: 'fixup-does-without-norm',
      first: at32('plain', ''),
      second: at32('residual', 'no batch norm + Fixup'),
      statement: (first, second) =>
        msg`Shortcuts cure even without normalisation: ${first}, which has it, ends with a higher training error than
          ${second}.`,
      side: 'above',
      threshold: 0,
      headline: true,
    }),
    errorDifference({
      id: 'norm-after-addition-harms',
      first: at32('residual', 'batch norm after addition'),
      second: at32('residual', ''),
      statement: (first, second) =>
        msg`Batch normalisation after the addition harms: ${first} ends with a higher training error than ${second}.`,
      side: 'above',
      threshold: 0,
    }),
    errorDifference({
      id: 'relu-after-addition-is-not-needed',
      first: at32('residual', 'no ReLU after addition'),
      second: at32('residual', ''),
      statement: (first, second) =>
        msg`The ReLU after the addition is not needed: the training error of ${first} is at most ${2} points above that of
          ${second}, or below it.`,
      side: 'atMost',
      threshold: 2,
    }),
  ],
};

export default cures;
