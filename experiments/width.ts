import { errorCurves } from '../src/charts/error-curves.ts';
import { errorOverFactor } from '../src/charts/error-over-factor.ts';
import { trainingErrorOverFactor } from '../src/charts/training-error-over-factor.ts';
import { errorDifference } from '../src/evidence/claims/error-difference.ts';
import { interaction } from '../src/evidence/claims/interaction.ts';
import { widthAnswer } from '../src/evidence/width-answer.ts';
import type { Experiment } from '../src/experiment.ts';
import { msg } from '../src/language/phrase.ts';
import { paperImages, paperRecipe } from '../src/paper/recipe.ts';
import { reducedBudget, reducedImages, reducedRecipe, smokeImages } from '../src/paper/reduced-budget.ts';
import type { Kind } from '../src/run/config.ts';
import type { Preset, Variant } from '../src/suite/presets.ts';

const variants: Variant[] = [{}, { network: { widening: 2 } }, { network: { widening: 4 } }];

const base: Omit<Preset, 'description' | 'depths' | 'seeds' | 'data' | 'recipe'> = {
  kinds: ['plain', 'residual'],
  network: { width: 8, shortcut: 'A', batchNorm: true },
  variants,
};

/** As results and reports name the widest variant. */
const widest = 'width ×4';
const at56 = (kind: Kind, variant: string) => ({ kind, depth: 56, variant });

const width: Experiment = {
  name: 'width',
  title: msg`Does width do what shortcuts do?`,
  question: msg`Is a deep plain network merely too narrow? Does it catch up with its residual twin if every layer has two
      or four times as many filters?`,
  expectation: msg`Li et al. (2018) found width to help networks without shortcuts more than those with them, and both to end
      far apart all the same: at depth 56 test errors, as others quote them, of 13.31, 10.26 and 9.69 % at widths ×1, ×2 and
      ×4 without shortcuts, of 5.89, 5.07 and 4.34 % with them.`,

  presets: {
    smoke: {
      ...base,
      description: 'Synthetic images, depth 8, two widths: shows in under a minute that everything works.',
      depths: [8],
      seeds: 1,
      network: { ...base.network, width: 2 },
      variants: variants.slice(0, 2),
      data: {
        ...smokeImages,
        trainSize: 400,
        trainEvalSize: 100,
        valSize: 50,
        testSize: 100,
      },
      recipe: { ...paperRecipe, epochs: 2, maxSteps: null, batchSize: 50, learningRate: 0.05 },
    },
    quick: {
      ...base,
      description:
        'CIFAR-10 at 16×16, 5,000 images, depth 56 at widths 8, 16 and 32: about half an hour on two cores.',
      depths: [56],
      seeds: 4,
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
        epochs: 12,
      },
    },
    reference: {
      ...base,
      description:
        'The paper’s data and recipe for ten epochs, depth 56 at widths 16, 32 and 64: days on a CPU.',
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

  answer: runs => widthAnswer(runs, 56),
  lead: trainingErrorOverFactor({
    title: msg`Final training error in %, over width`,
    axis: msg`Times as many filters`,
    factor: ({ network }) => network.widening ?? 1,
  }),
  charts: [
    errorOverFactor({
      id: 'error-over-width',
      title: msg`Final error over width`,
      axis: msg`Times as many filters`,
      factor: ({ network }) => network.widening ?? 1,
      lookFor: msg`Follow the lines to the right: which falls more steeply? Then compare where they end: the widest plain network
          with the narrowest residual one, which has a sixteenth of its parameters.`,
      refutedBy: msg`A plain line that ends as low as the residual one would mean that plain networks lack width, not
          shortcuts; one that does not fall, that width does nothing for them.`,
      notes: [msg`Twice as many filters are about four times as many parameters.`],
    }),
    errorCurves({
      lookFor: msg`Compare the heavy lines, the training error, of plain networks of all widths, and how early each of them
          leaves 90 %. Does a wider one learn faster from the start?`,
      refutedBy: msg`If the heavy lines of plain networks lay on top of each other, width would not matter to training.`,
    }),
  ],
  claims: [
    errorDifference({
      id: 'width-helps-plain',
      first: at56('plain', ''),
      second: at56('plain', widest),
      statement: (first, second) =>
        msg`Width helps plain networks: ${first} ends with a higher training error than ${second}.`,
      side: 'above',
      threshold: 0,
      headline: true,
    }),
    interaction({
      id: 'width-helps-plain-more',
      first: [at56('plain', ''), at56('plain', widest)],
      second: [at56('residual', ''), at56('residual', widest)],
      statement: () =>
        msg`Width helps plain networks more than residual ones: it lowers their training error by more points.`,
      side: 'above',
      threshold: 0,
    }),
    errorDifference({
      id: 'wide-is-not-enough',
      first: at56('plain', widest),
      second: at56('residual', widest),
      statement: (first, second) =>
        msg`Width does not replace shortcuts: ${first} ends with a higher training error than ${second}.`,
      side: 'above',
      threshold: 0,
      headline: true,
    }),
    errorDifference({
      id: 'shortcuts-beat-parameters',
      first: at56('plain', widest),
      second: at56('residual', ''),
      statement: (first, second) =>
        msg`Shortcuts do more than sixteen times the parameters: ${first} ends with a higher training error than ${second}.`,
      side: 'above',
      threshold: 0,
    }),
  ],
};

export default width;
