import { asLead } from '../src/charts/as-lead.ts';
import { blockProfile } from '../src/charts/block-profile.ts';
import { blockTraining } from '../src/charts/block-training.ts';
import { boundClaim } from '../src/evidence/claims/bound-claim.ts';
import { deepest, runClaim, shallowestAndDeepest } from '../src/evidence/claims/run-claim.ts';
import { mean } from '../src/evidence/statistics.ts';
import type { Experiment } from '../src/experiment.ts';
import { fixed } from '../src/language/numbers.ts';
import { msg, type Text } from '../src/language/phrase.ts';
import { paperImages, paperRecipe } from '../src/paper/recipe.ts';
import { reducedBudget, reducedImages, reducedRecipe, smokeImages } from '../src/paper/reduced-budget.ts';
import {
  atMoment,
  type BlockMeasure,
  keepsShape,
  looksOf,
  numbersOf,
  stretchesOf,
} from '../src/results/block-rows.ts';
import type { RunResult } from '../src/results/schema.ts';
import type { Recipe, RunConfig } from '../src/run/config.ts';
import type { Preset, Variant } from '../src/suite/presets.ts';

/** The paper's, short, with a gentle start for the deepest: long enough to see where residuals go. */
const recipe: Recipe = {
  ...reducedRecipe,
  epochs: 6,
  batchSize: 32,
  learningRate: 0.02,
  milestones: [],
};

/** f is the identity; and f is a ReLU, as in the blocks of 2015. h is the identity in both, shape permitting. */
const [identity, relu]: [Variant, Variant] = [{ network: { order: 'pre-activation' } }, {}];

const base: Omit<Preset, 'description' | 'depths' | 'seeds' | 'data'> = {
  kinds: ['plain', 'residual'],
  network: { width: 8, shortcut: 'A', batchNorm: true },
  recipe,
  variants: [
    { ...identity, kinds: ['residual'] },
    { ...relu, kinds: ['residual'] },
    // What there is without the addition; depth 110 would show no more of it than depth 56.
    { ...identity, kinds: ['plain'], depths: [20, 56] },
  ],
  probes: { measure: ['blocks'] },
};

/** As results and reports name the variants. */
const [preActivation, original] = ['pre-activation', ''] as const;

/** For claims about every residual network with f as given. */
const isResidual =
  (order: 'pre-activation' | undefined) =>
  ({ kind, network }: RunConfig) =>
    kind === 'residual' && network.order === order;

/** Of each look into a run's blocks, the largest number; nothing of a look that found none. */
function largestOf(run: RunResult, measure: BlockMeasure): number[] {
  return looksOf(run)
    .map(rows => numbersOf(rows, measure))
    .flatMap(numbers => (numbers.length > 0 ? [Math.max(...numbers)] : []));
}

/** Over all blocks and moments. */
function largest(measure: BlockMeasure) {
  return (run: RunResult) => {
    const numbers = largestOf(run, measure);
    return numbers.length > 0 ? Math.max(...numbers) : null;
  };
}

/** Of the largest over all blocks at each moment, the smallest. */
function leastOfLargest(measure: BlockMeasure) {
  return (run: RunResult) => {
    const numbers = largestOf(run, measure);
    return numbers.length > 0 ? Math.min(...numbers) : null;
  };
}

/** Mean of ‖F‖/‖x‖ over the blocks whose shortcut is the identity, after the last epoch. */
function finalResidual(run: RunResult): number | null {
  const rows = atMoment(run.blocks, 'last epoch').filter(row => keepsShape(row, run.record.config.network));
  const ratios = numbersOf(rows, 'residual_ratio');
  return ratios.length > 0 ? mean(ratios) : null;
}

/**
 * Smallest ‖∂loss/∂x‖ of any block at any moment, as a multiple of that at the last block that puts out the same shape: where
 * the shape changes a norm may fall without any fault of f.
 */
function leastGradient(run: RunResult): number | null {
  const ratios = looksOf(run)
    .flatMap(rows => stretchesOf(rows, run.record.config.network))
    .map(rows => numbersOf(rows, 'gradient_norm'))
    .flatMap(norms => (norms.length > 0 ? [Math.min(...norms) / norms.at(-1)!] : []));
  return ratios.length > 0 ? Math.min(...ratios) : null;
}

const leastGradientClaim = {
  unit: msg`times that at the last block of its shape`,
  value: leastGradient,
  valueInWords: msg`smallest ‖∂loss/∂x_l‖ of any block at any measured moment, as a multiple of that at the last block that puts out the same shape`,
  measured: (effect: number, name: Text) =>
    msg`the gradient in ${name} is at least ${fixed(effect, 2)} of that at the last block of the same shape`,
} as const;

const finalResidualInWords = msg`mean of ‖F‖/‖x‖ over the blocks that keep the shape of what they are given, after the last epoch`;

const forwardError = blockProfile({
  id: 'forward-error',
  title: msg`How far x_l + Σ F is from what the network puts out`,
  measure: 'forward_error',
  axis: msg`Relative error`,
  scale: 'log',
  moments: ['last epoch'],
  kinds: ['residual'],
  lookFor: msg`Each point compares x_l + Σ F with the last block’s output, at the end of training. A millionth is the rounding of
    32-bit numbers, 1 an error as large as what is compared.`,
  refutedBy: msg`With pre-activation, an error of a thousandth or more.`,
});

const residualAlgebra: Experiment = {
  name: 'residual-algebra',
  title: msg`Do the equations of residual networks hold?`,
  question: msg`Is what a residual network puts out really its input plus a sum of small residuals, and what reaches
      the first block really the whole gradient of the last one plus what the branches add? And what remains
      of that where a ReLU comes after the addition?`,
  expectation: msg`He et al. (2016, section 2): where both the shortcut h and what follows the addition, f, are the
      identity, x_L = x_l + Σ F exactly, and ∂loss/∂x_l = ∂loss/∂x_L · (1 + ∂/∂x_l Σ F) for any two blocks.
      With f = ReLU neither holds. The residuals are “generally closer to zero” (He et al. 2015, section
      4.2), the more so the deeper the network.`,

  presets: {
    smoke: {
      ...base,
      description: 'Synthetic images, two shallow depths: shows in under a minute that everything works.',
      depths: [8, 14],
      seeds: 1,
      network: { ...base.network, width: 4 },
      data: {
        ...smokeImages,
        trainSize: 320,
        trainEvalSize: 50,
        valSize: 10,
        testSize: 50,
      },
      recipe: { ...recipe, epochs: 2 },
      variants: [identity, { ...relu, kinds: ['residual'] }],
    },
    quick: {
      ...base,
      description:
        'CIFAR-10 at 16×16, width 8, a short training: both equations in every block, up to depth 110.',
      depths: [20, 56, 110],
      seeds: 3,
      reasons: reducedBudget,
      data: {
        ...reducedImages,
        trainSize: 1000,
        trainEvalSize: 500,
        valSize: 10,
        testSize: 500,
      },
    },
    reference: {
      ...base,
      description: 'CIFAR-10 at 32×32, width 16, the full training set for ten epochs: hours on a CPU.',
      depths: [20, 56, 110],
      seeds: 3,
      network: { ...base.network, width: 16 },
      data: {
        ...paperImages,
        trainEvalSize: 5000,
        testSize: 5000,
      },
      recipe: {
        ...recipe,
        epochs: 10,
        batchSize: 64,
        learningRate: 0.05,
        milestones: paperRecipe.milestones,
      },
    },
  },

  lead: asLead(forwardError),
  charts: [
    blockProfile({
      id: 'equation-errors',
      title: msg`How far both equations are from what the network computes`,
      measure: [
        [msg`forward (eq. 4)`, 'forward_error'],
        [msg`backward (eq. 5)`, 'backward_error'],
      ],
      axis: msg`Relative error`,
      scale: 'log',
      moments: ['before training', 'last epoch'],
      kinds: ['residual'],
      height: 140,
      lookFor: msg`Each point compares x_l + Σ F, from every branch on its own, with the last block’s output; and the
          gradient at the last block, plus the derivative of Σ F, with the gradient at block l. A millionth
          is the rounding of 32-bit numbers: there the equation holds. With pre-activation, do both stay
          down there at every depth? An error of 1 is as large as what is compared: is it so where a ReLU
          follows the addition?`,
      refutedBy: msg`One block of a pre-activation network with an error of a thousandth or more would refute the
          algebra; so would original blocks with errors as small as these.`,
      notes: [
        msg`Where both sides are equal to the last bit, as between the last block and itself, there is no
          point.`,
      ],
    }),
    blockTraining({
      id: 'residuals-over-training',
      title: msg`Size of the residuals while training`,
      measure: 'residual_ratio',
      axis: msg`‖F(x)‖ / ‖x‖`,
      scale: 'linear',
      blocks: 'same shape',
      lookFor: msg`How much a block changes what it is given: 0 is the identity, 1 a change as large as the input.
          Lines well below 1 mean that blocks only correct. Do deeper networks lie lower?`,
      refutedBy: msg`Lines at 1 or above, or deeper networks above shallow ones, would mean that blocks replace their
          input instead of correcting it.`,
    }),
    blockProfile({
      id: 'residuals-by-position',
      title: msg`Size of the residuals from block to block`,
      measure: 'residual_ratio',
      axis: msg`‖F(x)‖ / ‖x‖`,
      scale: 'log',
      moments: ['before training', 'last epoch'],
      kinds: ['residual'],
      lookFor: msg`Where in the network the large corrections are. Before training residuals shrink along each stage
          only because x, a growing sum, gets larger; compare with what training makes of it.`,
      refutedBy: msg`If most blocks were near 1 after training, the identity would be no good starting point for them.`,
      notes: [
        msg`The first block of the second and of the third stage is given another shape than it puts out.`,
      ],
    }),
    blockProfile({
      id: 'gradient-shares',
      title: msg`Gradient via shortcuts and via branches`,
      measure: [
        [msg`shortcuts alone`, 'shortcut_share'],
        [msg`with branches`, 'branch_share'],
      ],
      axis: msg`Share of ∂loss/∂x`,
      scale: 'linear',
      ownAxes: true,
      moments: ['before training', 'last epoch'],
      kinds: ['residual'],
      height: 140,
      lookFor: msg`The two summands of eq. 5, as parts of the gradient at each block (projections on it). With
          pre-activation they add up to 1. The shortcuts’ summand is the same at every block of a stage; its
          share falls toward the input as far as branches add to it. A share above 1 or below 0 is a summand
          that the other one takes back. Behind ReLUs they need not add up to anything. Mind the axes: each
          panel has its own.`,
      refutedBy: msg`If the branches’ share were near −1 times the shortcuts’, they would cancel, and nothing would
          arrive.`,
    }),
    blockProfile({
      id: 'gradient-norm',
      title: msg`Gradient from block to block`,
      measure: 'gradient_norm',
      axis: msg`‖∂loss/∂x‖ (L2)`,
      scale: 'log',
      moments: ['before training', 'last epoch'],
      lookFor: msg`The loss is on the right. Is the line of a residual network anywhere far below its right end? The
          “1” of eq. 5 should carry it to every depth; it may well climb, by what branches add. The plain
          twin has no such term.`,
      refutedBy: msg`A line of a pre-activation network that sinks to the left to less than half of its right end would
          refute it.`,
      notes: [
        msg`Where the shape changes, the shortcut drops the channels that it had padded: each time a norm may
          fall to 1/√2 of what it was.`,
      ],
    }),
  ],

  claims: [
    boundClaim({
      id: 'forward-equation',
      check: true,
      statement: msg`Where h and f are the identity, x_L = x_l + Σ F in every block, at every moment, to one part in
          10,000 (eq. 4).`,
      headline: true,
      unit: msg`of ‖x_L‖`,
      effectInWords: msg`largest ‖x_l + Σ F − x_L‖ of any block at any measured moment`,
      side: 'atMost',
      bound: 1e-4,
      isAbout: isResidual('pre-activation'),
      value: largest('forward_error'),
      measured: worst => msg`with pre-activation x_l + Σ F misses x_L by at most ${exponential(worst)} of it`,
    }),
    boundClaim({
      id: 'backward-equation',
      check: true,
      statement: msg`Where h and f are the identity, ∂loss/∂x_l = ∂loss/∂x_L · (1 + ∂/∂x_l Σ F) in every block, at
          every moment, to one part in 10,000 (eq. 5).`,
      headline: true,
      unit: msg`of ‖∂loss/∂x_l‖`,
      effectInWords: msg`largest difference between both sides at any block at any measured moment`,
      side: 'atMost',
      bound: 1e-4,
      isAbout: isResidual('pre-activation'),
      value: largest('backward_error'),
      measured: worst => msg`both sides for the gradient differ by at most ${exponential(worst)} of it`,
    }),
    boundClaim({
      id: 'relu-breaks-forward',
      statement: msg`Where f is ReLU, x_L = x_l + Σ F does not hold: at every moment some block is off by more than
          1 %.`,
      unit: msg`of ‖x_L‖`,
      effectInWords: msg`largest ‖x_l + Σ F − x_L‖ of any block, at the moment where it is smallest`,
      side: 'atLeast',
      bound: 0.01,
      isAbout: isResidual(undefined),
      value: leastOfLargest('forward_error'),
      measured: worst => msg`behind ReLUs x_l + Σ F misses x_L by ${fixed(worst, 2)} of it or more`,
    }),
    boundClaim({
      id: 'relu-breaks-backward',
      statement: msg`Where f is ReLU, the equation of the gradient does not hold either.`,
      unit: msg`of ‖∂loss/∂x_l‖`,
      effectInWords: msg`largest difference between both sides at any block, at the moment where it is smallest`,
      side: 'atLeast',
      bound: 0.01,
      isAbout: isResidual(undefined),
      value: leastOfLargest('backward_error'),
      measured: worst =>
        msg`behind ReLUs both sides for the gradient differ by ${fixed(worst, 2)} of it or more`,
    }),
    runClaim({
      id: 'undiminished',
      networks: deepest('residual', preActivation),
      generic: [msg`the deepest pre-activation network`],
      statement: name =>
        msg`The gradient arrives at every block undiminished: in ${name} it is nowhere, at no moment, less
          than half of what it is at the last block of the same shape.`,
      headline: true,
      ...leastGradientClaim,
      side: 'above',
      threshold: 0.5,
    }),
    runClaim({
      id: 'relu-diminishes',
      networks: deepest('residual', original),
      generic: [msg`the deepest original network`],
      statement: name =>
        msg`Where f is ReLU nothing carries the gradient: in ${name} it falls, between blocks of one shape, to
          half of what it is at the last of them or less.`,
      ...leastGradientClaim,
      side: 'atMost',
      threshold: 0.5,
    }),
    ...([original, preActivation] as const).flatMap(variant => {
      const order = variant || 'original-order';
      return [
        runClaim({
          id: `residuals-are-small-${order}`,
          networks: deepest('residual', variant),
          generic: [
            variant === original
              ? msg`the deepest original network`
              : msg`the deepest pre-activation network`,
          ],
          statement: name =>
            msg`Residuals are small: on average a block of ${name} adds less than it is given.`,
          headline: variant === preActivation,
          unit: msg`times ‖x‖`,
          value: finalResidual,
          valueInWords: finalResidualInWords,
          side: 'atMost',
          threshold: 1,
          measured: (effect, name) => msg`a block of ${name} adds ${fixed(effect, 2)} of what it is given`,
        }),
        runClaim({
          id: `deeper-is-smaller-${order}`,
          networks: shallowestAndDeepest('residual', variant),
          generic: [
            variant === original
              ? msg`the shallowest original network`
              : msg`the shallowest pre-activation network`,
            msg`the deepest`,
          ],
          statement: (shallow, deep) =>
            msg`The deeper the network, the smaller its residuals: ${deep} against ${shallow}.`,
          unit: msg`times ‖x‖`,
          value: finalResidual,
          valueInWords: finalResidualInWords,
          side: 'above',
          threshold: 0,
          measured(effect, shallow, deep) {
            const difference = fixed(Math.abs(effect), 2);
            return effect >= 0
              ? msg`residuals of ${shallow} are ${difference} larger than those of ${deep}`
              : msg`residuals of ${shallow} are ${difference} smaller than those of ${deep}`;
          },
        }),
      ];
    }),
  ],
};

/** `1.3e-6`. */
function exponential(value: number): string {
  return value.toExponential(1);
}

export default residualAlgebra;
