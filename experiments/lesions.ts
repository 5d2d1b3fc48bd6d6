import { asLead } from '../src/charts/as-lead.ts';
import { errorCurves } from '../src/charts/error-curves.ts';
import { lesionByBlock, lesionByCount } from '../src/charts/lesions.ts';
import type { Claim } from '../src/evidence/claims/claim.ts';
import { type RunClaim, runClaim } from '../src/evidence/claims/run-claim.ts';
import type { Network } from '../src/evidence/pairs/pairs.ts';
import type { Experiment } from '../src/experiment.ts';
import { fixed } from '../src/language/numbers.ts';
import { msg, type Text } from '../src/language/phrase.ts';
import { paperImages, paperRecipe } from '../src/paper/recipe.ts';
import { reducedBudget, reducedImages, reducedRecipe, smokeImages } from '../src/paper/reduced-budget.ts';
import { blocksRemoved, pairsSwapped, shareLost } from '../src/results/lesion-rows.ts';
import type { LesionRow, RunResult } from '../src/results/schema.ts';
import type { Kind } from '../src/run/config.ts';
import type { Preset, Variant } from '../src/suite/presets.ts';

/** Plain networks much deeper than 20 layers know too little to lose it. */
const variants: Variant[] = [
  { kinds: ['plain'], depths: [20] },
  { kinds: ['residual'], depths: [20, 56] },
];

const base: Omit<Preset, 'description' | 'depths' | 'seeds' | 'data' | 'recipe'> = {
  kinds: ['plain', 'residual'],
  network: { width: 8, shortcut: 'A', batchNorm: true },
  variants,
  probes: { measure: ['lesions'] },
};

const network = (kind: Kind, depth: number): Required<Network> => ({ kind, depth, variant: '' });
const [plain20, residual20, residual56] = [
  network('plain', 20),
  network('residual', 20),
  network('residual', 56),
];

/** Shares of what a network knows: losing more is a collapse, losing less a scratch. */
const [COLLAPSE, SCRATCH] = [0.5, 0.15];

const oneRemoved = (run: RunResult) => blocksRemoved(run, 1);

interface LesionClaim extends Pick<RunClaim, 'id' | 'side' | 'threshold' | 'statement' | 'headline'> {
  readonly networks: readonly Required<Network>[];
  lesions(run: RunResult): readonly LesionRow[];
  readonly what: Text;
}

/** About the share of what a network knows that lesions cost, or about the difference between two networks. */
function lesionClaim({ networks, lesions, what, ...claim }: LesionClaim): Claim {
  return runClaim({
    ...claim,
    networks: () => networks,
    generic: [],
    value: run => shareLost(run, lesions(run)),
    valueInWords: msg`share of the distance between the test error and chance that is lost with ${what}, mean over blocks that keep the shape, or over draws`,
    unit: msg`of what it knows`,
    measured: (effect, name, other) =>
      other
        ? msg`with ${what} ${name ?? ''} lose ${fixed(100 * effect, 0)} points more of a hundred of what they know than ${other}`
        : msg`with ${what} ${name ?? ''} lose ${fixed(100 * effect, 0)} % of what they know beyond guessing`,
  });
}

const withoutOne = lesionByBlock({
  lookFor: msg`Compare each line with the thin, level one of its colour, the network as it was trained: the distance is
          what the block at that place was needed for. First blocks of stages, which change the shape, are a case apart. Guessing
          makes an error of 90 %.`,
  refutedBy: msg`If the plain line stayed as close to its level one as the residual lines do, blocks of plain networks could be
          missed as well; if residual lines jumped, their blocks would depend on each other as plain layers do.`,
});

const lesions: Experiment = {
  name: 'lesions',
  title: msg`What becomes of a trained network without some of its blocks?`,
  question: msg`What becomes of a trained network if one of its blocks is taken out, or several, or if blocks change places?
      Does every layer need exactly what the one before it puts out?`,
  expectation: msg`Veit et al. (2016): a residual network is a collection of paths of many lengths, and taking out a block
      takes away only those paths that lead through it. Its error hardly changes, and grows smoothly as more blocks are
      taken out or change places. A plain network is a single path: without any one of its layers it can only guess.`,

  presets: {
    smoke: {
      ...base,
      description: 'Synthetic images, two shallow depths: shows in under a minute that everything works.',
      depths: [8, 14],
      seeds: 1,
      network: { ...base.network, width: 4 },
      variants: [{}],
      data: {
        ...smokeImages,
        trainSize: 500,
        trainEvalSize: 100,
        valSize: 50,
        testSize: 100,
      },
      recipe: { ...paperRecipe, epochs: 3, maxSteps: null, batchSize: 50, learningRate: 0.05 },
    },
    quick: {
      ...base,
      description: 'CIFAR-10 at 16×16, width 8, 10,000 images: three networks, damaged after twelve epochs.',
      depths: [20, 56],
      seeds: 4,
      reasons: reducedBudget,
      data: {
        ...reducedImages,
        trainSize: 10_000,
        trainEvalSize: 1000,
        valSize: 100,
        testSize: 1000,
      },
      recipe: {
        ...reducedRecipe,
        epochs: 12,
      },
    },
    reference: {
      ...base,
      description: 'The paper’s networks, data and recipe for ten epochs, then damaged: days on a CPU.',
      depths: [20, 56],
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

  lead: asLead(withoutOne),
  charts: [
    withoutOne,
    lesionByCount({
      lookFor: msg`Follow the lines from 0, the whole network: which get worse little by little, and which lose nearly all with
          the first block?`,
      refutedBy: msg`A residual line that jumps to 90 % with the first block, or a plain line that climbs as slowly as they
          do.`,
    }),
    errorCurves(),
  ],
  claims: [
    lesionClaim({
      id: 'plain-collapses',
      networks: [plain20],
      lesions: oneRemoved,
      what: msg`one block taken out`,
      statement: name =>
        msg`A plain network collapses without any one of its blocks: ${name} loses more than ${COLLAPSE} of what it knows
          beyond guessing.`,
      side: 'above',
      threshold: COLLAPSE,
      headline: true,
    }),
    lesionClaim({
      id: 'residual-survives',
      networks: [residual56],
      lesions: oneRemoved,
      what: msg`one block taken out`,
      statement: name =>
        msg`A residual network hardly notices: ${name} loses at most ${SCRATCH} of what it knows when a block is taken out.`,
      side: 'atMost',
      threshold: SCRATCH,
      headline: true,
    }),
    lesionClaim({
      id: 'equally-deep',
      networks: [plain20, residual20],
      lesions: oneRemoved,
      what: msg`one block taken out`,
      statement: (name, other) =>
        msg`At equal depth, too: without one block ${name} loses a larger share of what it knows than ${other}.`,
      side: 'above',
      threshold: 0,
    }),
    lesionClaim({
      id: 'residual-grows-smoothly',
      networks: [residual56],
      lesions: run => blocksRemoved(run, 4),
      what: msg`four of the blocks that keep the shape taken out`,
      statement: name =>
        msg`Errors of residual networks grow smoothly: with four blocks less ${name} still keeps at least half of what it
          knows.`,
      side: 'atMost',
      threshold: 0.5,
    }),
    lesionClaim({
      id: 'order-matters-less',
      networks: [plain20, residual20],
      lesions: run => pairsSwapped(run, 1),
      what: msg`two blocks of one stage swapped`,
      statement: (name, other) =>
        msg`Shortcuts make the order of blocks matter less: with two blocks swapped ${name} loses a larger share of what it
          knows than ${other}.`,
      side: 'above',
      threshold: 0,
    }),
  ],
};

export default lesions;
