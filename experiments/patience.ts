import { byVariant, errorByVariant } from '../src/charts/by-variant.ts';
import { errorOverFactor } from '../src/charts/error-over-factor.ts';
import { networkCurves } from '../src/charts/network-curves.ts';
import { ofRuns } from '../src/charts/of-runs.ts';
import { trainingErrorOverFactor } from '../src/charts/training-error-over-factor.ts';
import { withChosenRates } from '../src/evidence/claims/chosen-rate.ts';
import { errorDifference } from '../src/evidence/claims/error-difference.ts';
import { interaction } from '../src/evidence/claims/interaction.ts';
import { runClaim } from '../src/evidence/claims/run-claim.ts';
import type { Experiment } from '../src/experiment.ts';
import { fixed } from '../src/language/numbers.ts';
import { msg, type Text } from '../src/language/phrase.ts';
import { paperImages, paperRecipe } from '../src/paper/recipe.ts';
import { reducedBudget, reducedImages, reducedRecipe, smokeImages } from '../src/paper/reduced-budget.ts';
import { finalRow } from '../src/results/networks.ts';
import type { Recipe, RunConfig } from '../src/run/config.ts';
import type { Preset, Variant } from '../src/suite/presets.ts';

/** Used for nothing else, however many seeds a plan has. */
const chooseBy = [901, 902];
const longer = [3, 10];
const rateFactors = [0.25, 4];

/** β as Kingma and Ba have it, decay apart; rates around 0.002. */
const adam: Partial<Recipe> = {
  optimizer: { name: 'adam', options: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } },
  learningRate: 0.002,
  weightDecay: 0.01,
};

const variants: Variant[] = [
  { seedsToChooseBy: chooseBy },
  ...rateFactors.map(rateFactor => ({ recipe: { rateFactor }, seedsToChooseBy: chooseBy })),
  { recipe: adam, seedsToChooseBy: chooseBy },
  ...rateFactors.map(rateFactor => ({ recipe: { ...adam, rateFactor }, seedsToChooseBy: chooseBy })),
  ...longer.map(times => ({ recipe: { longer: times } })),
];

/** As results and reports name the variants. */
const longest = '10 times the steps';
const rates = {
  momentum: ['', 'rate ×0.25', 'rate ×4'],
  adam: ['adam', 'adam + rate ×0.25', 'adam + rate ×4'],
} as const;

const base: Omit<Preset, 'description' | 'depths' | 'seeds' | 'data' | 'recipe'> = {
  kinds: ['plain', 'residual'],
  network: { width: 8, shortcut: 'A', batchNorm: true },
  variants,
};

const plain = (depth: number, variant: string) => ({ kind: 'plain' as const, depth, variant });
const residual = (depth: number, variant: string) => ({ kind: 'residual' as const, depth, variant });

/** Ends what is claimed of networks that each have a rate of their own. */
const withOwnRates = (first: Text, second: Text) =>
  msg`each with the rate that suits it best, ${first} ends with a higher training error than ${second}.`;

/** Runs of one rate, on seeds that count. */
const ofLengths = ({ seed, recipe }: RunConfig) =>
  !chooseBy.includes(seed) && recipe.rateFactor === undefined && recipe.optimizer.name === 'momentum';

const patience: Experiment = {
  name: 'patience',
  title: msg`Would longer training do, or another optimizer?`,
  question: msg`Would the deep plain network not catch up if it were trained three times or ten times as long? Or with Adam?
      Or with a learning rate of its own?`,
  expectation: msg`He et al. (2015, section 4.1) trained plain networks longer, three times as many steps, and saw degradation
      remain. In their Fig. 6 all networks have 64,000 steps, and plain ones end apart. Training errors cannot fall below 0,
      so that any difference gets smaller as networks learn: the honest answer may be “it narrows”. Losses are compared as
      ratios for that reason.`,

  presets: {
    smoke: {
      ...base,
      description: 'Synthetic images, two shallow depths: shows in under a minute that everything works.',
      depths: [8, 14],
      seeds: 1,
      network: { ...base.network, width: 2 },
      variants: [variants[0]!, variants[2]!, variants[3]!, { recipe: { longer: 3 } }],
      data: {
        ...smokeImages,
        trainSize: 200,
        trainEvalSize: 100,
        valSize: 20,
        testSize: 100,
      },
      recipe: { ...paperRecipe, epochs: 2, maxSteps: null, batchSize: 50, learningRate: 0.05 },
    },
    // A core that takes 80 minutes for plain-vs-residual trains 3,000 images a second at depth 20 and 1,500 at depth 56, with
    // Adam, whose updates are no kernel, 1,900 and 500: all runs take it three hours.
    quick: {
      ...base,
      description:
        'CIFAR-10 at 16×16, width 8, 5,000 images, up to 100 epochs: an hour and a half on two cores, less on fast ones.',
      depths: [20, 56],
      seeds: 3,
      reasons: reducedBudget,
      data: {
        ...reducedImages,
        trainSize: 5000,
        trainEvalSize: 2000,
        valSize: 100,
        testSize: 1000,
      },
      recipe: {
        ...reducedRecipe,
        epochs: 10,
      },
    },
    reference: {
      ...base,
      description: 'The paper’s networks, data and recipe, 16 to 164 epochs: meant for a GPU.',
      depths: [20, 56],
      seeds: 3,
      network: { ...base.network, width: 16 },
      data: {
        ...paperImages,
        trainEvalSize: 5000,
        testSize: 5000,
      },
      recipe: { ...paperRecipe, epochs: 17, maxSteps: 6400 },
    },
  },

  lead: ofRuns(
    trainingErrorOverFactor({
      title: msg`Final training error in %, over the length of training`,
      axis: msg`Times as many steps`,
      factor: ({ recipe }) => recipe.longer ?? 1,
    }),
    { only: ofLengths },
  ),
  charts: [
    ofRuns(
      errorOverFactor({
        id: 'error-over-length',
        title: msg`Final error over the length of training`,
        axis: msg`Times as many steps`,
        factor: ({ recipe }) => recipe.longer ?? 1,
        lookFor: msg`In the panel of plain networks and training errors, compare the two depths from left to right. Both fall
            with more steps; does the deeper one ever come down to the shallower one? Then find out how long the deep plain
            network has to train for what its residual twin reaches at 1.`,
        refutedBy: msg`Two plain lines that meet would mean that the deep network only needs more time. Lines that run
            toward each other are in between: the distance narrows, and what lies further right nobody has measured.`,
        notes: [
          msg`The schedule is stretched with the length: the rate falls at the same shares of the way.`,
        ],
      }),
      { only: ofLengths },
    ),
    ofRuns(networkCurves({ ...lossCurves(), quantity: 'loss' }), {
      only: config => ofLengths(config) && (config.recipe.longer ?? 1) === 10,
    }),
    ofRuns(
      errorByVariant({
        lookFor: msg`One line for each optimizer and rate. Compare the two depths of plain networks in the panel of training
            errors: is there a line on which the deeper one lies left of the shallower?`,
        refutedBy: msg`An optimizer or a rate with which deep plain networks train as well as shallow ones would mean that the
            recipe is to blame, not depth.`,
      }),
      {
        id: 'error-by-rate',
        title: msg`Final error by optimizer and learning rate`,
        only: ({ seed, recipe }) => !chooseBy.includes(seed) && recipe.longer === undefined,
      },
    ),
    ofRuns(
      byVariant({
        id: 'choice-of-rates',
        title: msg`What the learning rates are chosen by`,
        axis: msg`Final training loss (mean cross-entropy)`,
        measures: [{ name: msg`training loss`, of: run => finalRow(run)?.train_loss }],
        lookFor: msg`Seeds ${901} and ${902} alone, which count for nothing else: for each network the leftmost dot decides with
            which rate it enters the claims about chosen rates.`,
        refutedBy: msg`If the best rate of a network were at the end of its grid everywhere, the grid would be too narrow to
            say that its rate was the best.`,
      }),
      { only: ({ seed }) => chooseBy.includes(seed) },
    ),
  ],
  claims: [
    errorDifference({
      id: 'patience-does-not-cure',
      first: plain(56, longest),
      second: plain(20, longest),
      statement: (first, second) =>
        msg`Ten times the training does not cure it: ${first} still ends with a higher training error than ${second}.`,
      side: 'above',
      threshold: 0,
      headline: true,
    }),
    interaction({
      id: 'patience-narrows-it',
      first: [plain(56, ''), plain(20, '')],
      second: [plain(56, longest), plain(20, longest)],
      statement: (first, second) =>
        msg`But it narrows: after ten times the training the training errors of ${first} and ${second} differ by fewer
          points.`,
      side: 'above',
      threshold: 0,
    }),
    runClaim({
      id: 'losses-stay-apart',
      networks: () => [plain(56, longest), plain(20, longest)],
      generic: [],
      statement: (first, second) =>
        msg`Losses, too, stay apart: ${first} ends with a higher training loss than ${second}, as a ratio.`,
      value(run) {
        const loss = finalRow(run)?.train_loss;
        return loss === undefined ? null : Math.log10(loss);
      },
      valueInWords: msg`log₁₀ of the final training loss`,
      unit: msg`powers of ten`,
      side: 'above',
      threshold: 0,
      measured: (effect, first, second) =>
        msg`the training loss of ${first ?? ''} is ${fixed(10 ** effect, 2)} times that of ${second ?? ''}`,
    }),
    errorDifference({
      id: 'patience-is-no-shortcut',
      first: plain(56, longest),
      second: residual(56, longest),
      statement: (first, second) =>
        msg`Shortcuts still decide: ${first} ends with a higher training error than ${second}.`,
      side: 'above',
      threshold: 0,
    }),
    withChosenRates({
      id: 'not-the-rate',
      first: { kind: 'plain', depth: 56 },
      second: { kind: 'plain', depth: 20 },
      rates: rates.momentum,
      chooseBy,
      statement: (...networks) => msg`It is not the learning rate: ${withOwnRates(...networks)}`,
      side: 'above',
      threshold: 0,
    }),
    withChosenRates({
      id: 'not-the-optimizer',
      first: { kind: 'plain', depth: 56 },
      second: { kind: 'plain', depth: 20 },
      rates: rates.adam,
      chooseBy,
      statement: (...networks) => msg`It is not the optimizer: with Adam, ${withOwnRates(...networks)}`,
      side: 'above',
      threshold: 0,
      headline: true,
    }),
    withChosenRates({
      id: 'shortcuts-with-adam',
      first: { kind: 'plain', depth: 56 },
      second: { kind: 'residual', depth: 56 },
      rates: rates.adam,
      chooseBy,
      statement: (...networks) => msg`Shortcuts decide with Adam as well: ${withOwnRates(...networks)}`,
      side: 'above',
      threshold: 0,
    }),
  ],
};

function lossCurves() {
  return {
    lookFor: msg`Losses of the longest trainings, on the images trained on. Near 0 errors of all networks crowd; losses do
        not: compare the ends of the lines of both depths.`,
    refutedBy: msg`If the line of the deeper plain network crossed that of the shallower one before the end, patience would
        have been enough.`,
  };
}

export default patience;
