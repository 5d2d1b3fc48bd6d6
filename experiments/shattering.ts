import { asLead } from '../src/charts/as-lead.ts';
import { byVariant } from '../src/charts/by-variant.ts';
import { ofRuns } from '../src/charts/of-runs.ts';
import { correlationByDistance } from '../src/charts/shattering.ts';
import type { Claim } from '../src/evidence/claims/claim.ts';
import { type RunClaim, runClaim } from '../src/evidence/claims/run-claim.ts';
import type { Network } from '../src/evidence/pairs/pairs.ts';
import type { Experiment } from '../src/experiment.ts';
import { fixed, significant } from '../src/language/numbers.ts';
import { msg } from '../src/language/phrase.ts';
import { paperImages, paperRecipe } from '../src/paper/recipe.ts';
import { reducedBudget, reducedImages } from '../src/paper/reduced-budget.ts';
import type { RunResult } from '../src/results/schema.ts';
import { neighbourCorrelation } from '../src/results/shattering-rows.ts';
import type { Kind, Recipe } from '../src/run/config.ts';
import type { Preset } from '../src/suite/presets.ts';

/**
 * A single step, of no size: what is asked is measured before it, and a deep network without normalisation would be no network
 * any more after one of the paper's size.
 */
const recipe: Recipe = {
  ...paperRecipe,
  epochs: 1,
  maxSteps: 1,
  batchSize: 64,
  learningRate: 1e-9,
  milestones: [],
};
const measuredBefore = msg`What is asked is measured before training; the step has next to no size, so that none diverges.`;

const base: Omit<Preset, 'description' | 'depths' | 'seeds' | 'data'> = {
  kinds: ['plain', 'residual'],
  network: { width: 8, shortcut: 'A', batchNorm: true },
  recipe,
  variants: [{}, { network: { batchNorm: false } }],
  probes: { measure: ['shattering'] },
};

/** As results and reports name the variant. */
const withoutNorm = 'no batch norm';
/** A correlation that counts as none, and a difference that nobody could overlook. */
const [WHITE, APART] = [0.05, 0.3];
/** A mean that is lower, or negative, is no more than chance: it counts as this where a logarithm is taken. */
const LEAST = 0.001;

const network = (kind: Kind, depth: number, variant = ''): Required<Network> => ({ kind, depth, variant });

interface CorrelationClaim extends Pick<RunClaim, 'id' | 'side' | 'threshold' | 'statement' | 'headline'> {
  readonly networks: readonly Required<Network>[];
  /** Whether correlations are compared as a ratio. */
  readonly logarithm?: true;
}

function correlationClaim({ networks, logarithm, ...claim }: CorrelationClaim): Claim {
  const value = (run: RunResult) => {
    const correlation = neighbourCorrelation(run);
    return correlation === null || !logarithm ? correlation : Math.log10(Math.max(correlation, LEAST));
  };
  return runClaim({
    ...claim,
    networks: () => networks,
    generic: [],
    value,
    valueInWords: logarithm
      ? msg`log₁₀ of the mean cosine between gradients at neighbouring points, before training (below ${LEAST} as ${LEAST})`
      : msg`mean cosine between gradients at neighbouring points, before training`,
    unit: logarithm ? msg`powers of ten` : msg`correlation`,
    measured: (effect, name, other) =>
      logarithm
        ? msg`the correlation in ${name ?? ''} is ${significant(10 ** effect, 2)} times that in ${other ?? ''}`
        : other
          ? msg`the correlation in ${name ?? ''} is ${fixed(effect, 2)} above that in ${other}`
          : msg`in ${name ?? ''}, gradients at neighbouring points have a correlation of ${fixed(effect, 3)}`,
  });
}

const alikeness = correlationByDistance({
  lookFor: msg`1 means that gradients point the same way, 0 that they have nothing in common: white noise. Compare how
          fast lines sink from panel to panel. In plain networks, do deeper lines lie far below shallow ones and reach 0 within a few
          hundredths of the way? And do they stay up with shortcuts?`,
  refutedBy: msg`If deep residual lines sank as fast as deep plain ones, shortcuts would not keep gradients alike; if
          plain lines of all depths lay together, depth would not shatter gradients.`,
});

const shattering: Experiment = {
  name: 'shattering',
  title: msg`Do gradients turn into white noise with depth?`,
  question: msg`At two images that differ a little, does a network’s output change in the same direction? How does that
      depend on depth, before any training, with shortcuts and without?`,
  expectation: msg`Balduzzi et al. (2017): in plain networks the correlation between gradients at different inputs halves
      with every layer, until they look like white noise, which tells training nothing about a next step. With shortcuts it
      falls much more slowly: exponentially still, with a smaller exponent, without normalisation; less than linearly with
      batch normalisation.`,

  presets: {
    smoke: {
      ...base,
      description: 'Synthetic images, two shallow depths: shows in under a minute that everything works.',
      depths: [8, 14],
      seeds: 1,
      network: { ...base.network, width: 4 },
      recipe: { ...recipe, batchSize: 20 },
      data: {
        dataset: 'synthetic',
        resolution: 8,
        augmentation: { cropPadding: 0, flip: false },
        trainSize: 40,
        trainEvalSize: 20,
        valSize: 10,
        testSize: 20,
      },
    },
    quick: {
      ...base,
      description: 'CIFAR-10 at 16×16, width 8: gradients of 16 networks before training, up to depth 110.',
      depths: [8, 20, 56, 110],
      seeds: 6,
      reasons: { ...reducedBudget, learningRate: measuredBefore, steps: measuredBefore },
      data: {
        ...reducedImages,
        trainSize: 64,
        trainEvalSize: 64,
        valSize: 10,
        testSize: 100,
      },
    },
    reference: {
      ...base,
      description: 'CIFAR-10 at 32×32, width 16, batches of 128: the paper’s networks before training.',
      depths: [8, 20, 32, 56, 110],
      seeds: 6,
      network: { ...base.network, width: 16 },
      recipe: { ...recipe, batchSize: 128 },
      data: {
        ...paperImages,
        trainEvalSize: 1000,
        testSize: 1000,
      },
    },
  },

  lead: asLead(ofRuns(alikeness, { only: ({ network }) => network.batchNorm })),
  charts: [
    alikeness,
    byVariant({
      id: 'correlation-over-depth',
      title: msg`Correlation of neighbouring points, by depth`,
      axis: msg`Mean cosine between gradients at two points, 1/64 of the line apart`,
      measures: [{ name: msg`correlation`, of: run => neighbourCorrelation(run) ?? undefined }],
      range: [-1, 1],
      lookFor: msg`One line of dots for each kind of network, with and without batch normalisation; colours are depths.
          Do deeper networks lie to the left? Do they crowd at 0 in the plain panels?`,
      refutedBy: msg`Residual networks of depth 110 at 0, or plain ones far to the right of it.`,
    }),
  ],
  indexChart: 'correlation-over-depth',
  claims: [
    // In a pilot on seeds 101 to 104: 0.004 to 0.006.
    correlationClaim({
      id: 'plain-is-white-noise',
      networks: [network('plain', 56)],
      statement: name =>
        msg`Gradients of a deep plain network are next to white noise: between neighbouring points they have a correlation of
          at most ${WHITE} in ${name}.`,
      side: 'atMost',
      threshold: WHITE,
      headline: true,
    }),
    correlationClaim({
      id: 'shortcuts-keep-them-alike',
      networks: [network('residual', 56), network('plain', 56)],
      statement: (name, other) =>
        msg`Shortcuts keep them alike: the correlation in ${name} is higher by more than ${APART} than that in ${other}.`,
      side: 'above',
      threshold: APART,
      headline: true,
    }),
    correlationClaim({
      id: 'plain-falls-fast',
      logarithm: true,
      networks: [network('plain', 20), network('plain', 56)],
      statement: (name, other) =>
        msg`In plain networks correlations fall faster than one over depth: from ${name} to ${other} by a factor of more than
          ${56}/${20}.`,
      side: 'above',
      threshold: Math.log10(56 / 20),
    }),
    correlationClaim({
      id: 'residual-falls-slowly',
      logarithm: true,
      networks: [network('residual', 20), network('residual', 110)],
      statement: (name, other) =>
        msg`In residual networks with batch normalisation they fall more slowly than one over depth: from ${name} to ${other}
          by a factor of at most ${110}/${20}.`,
      side: 'atMost',
      threshold: Math.log10(110 / 20),
    }),
    correlationClaim({
      id: 'without-normalisation',
      networks: [network('residual', 56, withoutNorm), network('plain', 56, withoutNorm)],
      statement: (name, other) =>
        msg`Without normalisation shortcuts do the same: the correlation in ${name} is higher than that in ${other}.`,
      side: 'above',
      threshold: 0,
    }),
  ],
};

export default shattering;
