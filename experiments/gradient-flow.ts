import { blockProfile } from '../src/charts/block-profile.ts';
import { byVariant, errorByVariant } from '../src/charts/by-variant.ts';
import { glance } from '../src/charts/glance.ts';
import { ofRuns } from '../src/charts/of-runs.ts';
import { gradientSlope, slopeClaim } from '../src/evidence/claims/gradient-slope.ts';
import { learns } from '../src/evidence/claims/learns.ts';
import type { Experiment } from '../src/experiment.ts';
import { msg } from '../src/language/phrase.ts';
import { paperImages } from '../src/paper/recipe.ts';
import { reducedBudget, reducedImages, smokeImages } from '../src/paper/reduced-budget.ts';
import type { Recipe } from '../src/run/config.ts';
import type { Preset, Variant } from '../src/suite/presets.ts';

/** The paper's, short: the question is whether a network begins to learn. */
const recipe: Recipe = {
  epochs: 1,
  maxSteps: null,
  batchSize: 16,
  learningRate: 0.05,
  warmup: null,
  milestones: [],
  optimizer: { name: 'momentum', options: { momentum: 0.9 } },
  weightDecay: 1e-4,
};

/** Half of He's standard deviation, Glorot's (about 0.7 of He's), He's, and one and a half of He's. */
const initializations = [
  { scheme: 'he', gain: 0.5 },
  { scheme: 'glorot', gain: 1 },
  { scheme: 'he', gain: 1 },
  { scheme: 'he', gain: 1.5 },
] as const;

const variants: Variant[] = [false, true].flatMap(batchNorm =>
  initializations.map(initialization => ({ network: { batchNorm, initialization } })),
);

const base: Omit<Preset, 'description' | 'depths' | 'seeds' | 'data'> = {
  kinds: ['plain', 'residual'],
  network: { width: 8, shortcut: 'A', batchNorm: true },
  recipe,
  variants,
  probes: { steps: [1], measure: ['blocks'] },
};

/** As results and reports name the variants. */
const [tooSmall, tooLarge] = ['He ×0.5', 'He ×1.5'] as const;
const withoutNorm = (initialization: string) => `no batch norm + ${initialization}`;

const gradientFlow: Experiment = {
  name: 'gradient-flow',
  title: msg`How much of the gradient reaches the first layers?`,
  question: msg`Does the signal of the loss vanish or explode on its way back through a deep network, and what decides
      it: the scale of the first weights, batch normalisation, or shortcuts?`,
  expectation: msg`Without normalisation the way back is a product of many factors: below one for weights that are too
      small, above one for weights that are too large, and about one for He initialisation (He et al. 2015,
      “Delving Deep into Rectifiers”). Batch normalisation makes the scale of the first weights irrelevant.
      Plain networks with it are not without their own product: before the first step gradients grow toward
      the input (Yang et al. 2019), and calm down once training begins; they do not vanish, so that
      degradation is not explained by vanishing gradients (He et al. 2015, section 4.1).`,

  presets: {
    smoke: {
      ...base,
      description: 'Synthetic images, two shallow depths: shows in under a minute that everything works.',
      depths: [8, 14],
      seeds: 1,
      network: { ...base.network, width: 4 },
      data: {
        ...smokeImages,
        trainSize: 128,
        trainEvalSize: 50,
        valSize: 10,
        testSize: 50,
      },
    },
    quick: {
      ...base,
      description:
        'CIFAR-10 at 16×16, width 8: the first step of 192 networks, and a short training of each.',
      depths: [8, 20, 56, 110],
      seeds: 3,
      reasons: reducedBudget,
      data: {
        ...reducedImages,
        trainSize: 1920,
        trainEvalSize: 500,
        valSize: 10,
        testSize: 500,
      },
    },
    reference: {
      ...base,
      description: 'CIFAR-10 at 32×32, width 16, batches of 128: the paper’s networks, for 1,000 steps.',
      depths: [8, 20, 56, 110],
      seeds: 3,
      network: { ...base.network, width: 16 },
      data: {
        ...paperImages,
        trainEvalSize: 5000,
        testSize: 5000,
      },
      recipe: { ...recipe, epochs: 3, maxSteps: 1000, batchSize: 128, learningRate: 0.1 },
    },
  },

  lead: ofRuns(
    glance({
      id: 'gradient-slope-at-a-glance',
      title: msg`Slope of the gradient norm per layer before training, of plain networks: 0 arrives as it left`,
      measure: { name: msg`before training`, of: run => gradientSlope(run, 0) },
    }),
    { only: ({ kind }) => kind === 'plain' },
  ),
  charts: [
    ...(['plain', 'residual'] as const).map(kind =>
      blockProfile({
        id: `gradient-profile-${kind}`,
        title: msg`Gradient from block to block, ${kind} networks`,
        measure: 'gradient_norm',
        axis: msg`‖∂loss/∂x‖ (L2)`,
        scale: 'log',
        moments: ['before training', 'after one step'],
        kinds: [kind],
        small: true,
        scaleOfAll: true,
        lookFor: msg`The loss is on the right. A line that sinks to the left by orders of magnitude is a gradient
            that vanishes, one that climbs explodes; every division on the axis is a factor of ten or more.
            Compare the panels without batch normalisation with those that have it, and deep networks with
            shallow ones.`,
        refutedBy:
          kind === 'plain'
            ? msg`If lines without normalisation were level for every initialisation, or sank with batch
              normalisation, the usual story would be wrong.`
            : msg`If these lines were as steep as those of plain networks with batch normalisation, shortcuts
              would not help the gradient.`,
        notes: [msg`Networks that gave no number any more after one step are missing there.`],
      }),
    ),
    byVariant({
      id: 'gradient-slope',
      title: msg`Slope of the gradient norm per layer`,
      axis: msg`Slope of log₁₀ ‖∂loss/∂x‖ per layer`,
      measures: [
        { name: msg`before training`, of: run => gradientSlope(run, 0) },
        { name: msg`after one step`, of: run => gradientSlope(run, 1) },
      ],
      lookFor: msg`Zero is a gradient that arrives as it left. To the right of it gradients vanish toward the input,
          to the left they explode: a slope of 0.1 is a factor of ten every ten layers.`,
      refutedBy: msg`A slope that does not depend on the scale of the first weights where there is no normalisation
          would refute that a product of factors is behind it.`,
    }),
    errorByVariant({
      lookFor: msg`Which networks have begun to learn: ten classes make 90 % error without any learning. Networks
          that diverged have no dot.`,
      refutedBy: msg`If deep networks with a level gradient did not learn here and those with a steep one did, the
          slope would not matter.`,
    }),
  ],
  indexChart: 'gradient-slope',
  claims: [
    slopeClaim({
      id: 'vanishing',
      network: { kind: 'plain', depth: 110, variant: withoutNorm(tooSmall) },
      statement: network =>
        msg`Gradients vanish toward the input where the first weights are too small and nothing normalises (${network}).`,
      value: at => at(0),
      effectInWords: msg`slope before training`,
      side: 'above',
      threshold: 0.05,
      headline: true,
    }),
    slopeClaim({
      id: 'exploding',
      network: { kind: 'plain', depth: 110, variant: withoutNorm(tooLarge) },
      statement: network =>
        msg`Gradients explode toward the input where the first weights are too large and nothing normalises (${network}).`,
      value: at => -at(0),
      effectInWords: msg`negative slope before training`,
      side: 'above',
      threshold: 0.05,
      headline: true,
    }),
    slopeClaim({
      id: 'glorot',
      network: { kind: 'plain', depth: 110, variant: withoutNorm('Glorot') },
      statement: network =>
        msg`Gradients vanish with Glorot initialisation, which does not allow for ReLUs, where nothing normalises (${network}).`,
      value: at => at(0),
      effectInWords: msg`slope before training`,
      side: 'above',
      threshold: 0.05,
    }),
    slopeClaim({
      id: 'he',
      network: { kind: 'plain', depth: 110, variant: withoutNorm('He') },
      statement: network =>
        msg`Gradients change by less than a factor of ten over fifty layers with He initialisation alone (${network}).`,
      value: at => Math.abs(at(0)),
      effectInWords: msg`size of the slope before training`,
      side: 'atMost',
      threshold: 0.02,
    }),
    slopeClaim({
      id: 'plain-grows-at-step-0',
      network: { kind: 'plain', depth: 110, variant: 'He' },
      statement: network =>
        msg`Gradients of plain networks with batch normalisation grow toward the input before the first step (${network}).`,
      value: at => -at(0),
      effectInWords: msg`negative slope before training`,
      side: 'above',
      threshold: 0,
    }),
    slopeClaim({
      id: 'plain-calms-down',
      network: { kind: 'plain', depth: 110, variant: 'He' },
      statement: network =>
        msg`Gradients of plain networks with batch normalisation are calmer after one step (${network}).`,
      value: at => Math.abs(at(0)) - Math.abs(at(1)),
      effectInWords: msg`size of the slope before training minus that after one step`,
      side: 'above',
      threshold: 0,
    }),
    slopeClaim({
      id: 'plain-does-not-vanish',
      network: { kind: 'plain', depth: 110, variant: 'He' },
      statement:
        network => msg`Gradients of plain networks with batch normalisation do not vanish toward the input, before or after one
          step (${network}).`,
      value: at => Math.max(at(0), at(1)),
      effectInWords: msg`larger slope of before training and after one step`,
      side: 'atMost',
      threshold: 0.02,
    }),
    slopeClaim({
      id: 'scale-is-irrelevant',
      network: { kind: 'plain', depth: 110, variant: 'He' },
      statement: network =>
        msg`Gradients do not depend on the scale of the first weights once there is batch normalisation (${network}).`,
      value: at => Math.max(...[tooSmall, tooLarge].map(other => Math.abs(at(0, other) - at(0)))),
      effectInWords: msg`largest difference of the slope with weights that are too small or too large`,
      side: 'atMost',
      threshold: 0.01,
    }),
    slopeClaim({
      id: 'residual-is-level',
      network: { kind: 'residual', depth: 110, variant: 'He' },
      statement:
        network => msg`Gradients change by less than a factor of ten over fifty layers in residual networks with batch
          normalisation (${network}).`,
      value: at => Math.abs(at(0)),
      effectInWords: msg`size of the slope before training`,
      side: 'atMost',
      threshold: 0.02,
    }),
    learns({
      id: 'small-does-not-learn',
      network: { kind: 'plain', depth: 56, variant: withoutNorm(tooSmall) },
      expected: false,
    }),
    learns({
      id: 'large-does-not-learn',
      network: { kind: 'plain', depth: 56, variant: withoutNorm(tooLarge) },
      expected: false,
    }),
    learns({
      id: 'residual-learns',
      network: { kind: 'residual', depth: 56, variant: 'He' },
      expected: true,
    }),
  ],
};

export default gradientFlow;
