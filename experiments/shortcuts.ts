import { blockProfile } from '../src/charts/block-profile.ts';
import { errorByVariant } from '../src/charts/by-variant.ts';
import { errorCurves } from '../src/charts/error-curves.ts';
import { trainingErrorAtAGlance } from '../src/charts/glance.ts';
import { publishedByVariant } from '../src/charts/published-by-variant.ts';
import { variantCompared } from '../src/evidence/claims/variant-compared.ts';
import type { Experiment } from '../src/experiment.ts';
import { msg } from '../src/language/phrase.ts';
import { he2015, he2016 } from '../src/paper/published.ts';
import { paperAugmentation, paperRecipe } from '../src/paper/recipe.ts';
import { reducedBudget, reducedImages, reducedRecipe, smokeImages } from '../src/paper/reduced-budget.ts';
import type { Preset, Variant } from '../src/suite/presets.ts';

/** Shortcut A beside a plain network, and what changes it, one thing at a time. */
const variants: Variant[] = [
  {},
  ...(['B', 'C', 'scaled', 'gated', 'dropout'] as const).map(shortcut => ({
    kinds: ['residual'] as const,
    network: { shortcut },
  })),
  { kinds: ['residual'], network: { order: 'pre-activation' } },
];

const base: Pick<Preset, 'kinds' | 'network' | 'variants' | 'probes'> = {
  kinds: ['plain', 'residual'],
  network: { width: 16, shortcut: 'A', batchNorm: true },
  variants,
  probes: { measure: ['blocks'] },
};

const fullSize = {
  dataset: 'cifar10',
  resolution: 32,
  augmentation: paperAugmentation,
  trainSize: 50_000,
} as const;

const shortcuts: Experiment = {
  name: 'shortcuts',
  title: msg`Which shortcuts work?`,
  question: msg`Must a shortcut be the identity, or does anything that leads around a block do: a convolution, half of
      the signal, a gate, the signal under dropout? And does it matter whether ReLU comes after the
      addition?`,
  expectation: msg`He et al. (2016) tried them in networks of 110 layers: whatever multiplies the shortcut multiplies the
      signal once for every block, there and back, so that scaled shortcuts, gates, dropout and 1×1
      convolutions on every shortcut (option C) all end with a higher error than the identity (A), in
      training too. It takes depth: in networks of 34 layers for ImageNet, C had come out slightly better
      than A (He et al. 2015). A projection only where the shape changes (B) should do no harm, and neither
      should the order of full pre-activation, which leaves the sum as it is and gains most in networks far
      deeper than these.`,

  presets: {
    smoke: {
      ...base,
      description: 'Synthetic images, depth 8: shows in under a minute that everything works.',
      depths: [8],
      seeds: 1,
      network: { ...base.network, width: 4 },
      data: {
        ...smokeImages,
        trainSize: 400,
        trainEvalSize: 100,
        valSize: 100,
        testSize: 100,
      },
      recipe: {
        ...paperRecipe,
        epochs: 2,
        maxSteps: null,
        batchSize: 50,
        learningRate: 0.05,
      },
    },
    quick: {
      ...base,
      description: 'CIFAR-10 at 16×16, width 8, 5,000 images, depth 26: eight networks on two CPU cores.',
      depths: [26],
      // One more than elsewhere: half as wide an interval.
      seeds: 4,
      network: { ...base.network, width: 8 },
      reasons: reducedBudget,
      data: {
        ...reducedImages,
        trainSize: 5000,
        trainEvalSize: 1000,
        valSize: 200,
        testSize: 1000,
      },
      recipe: {
        ...reducedRecipe,
        epochs: 5,
      },
    },
    reference: {
      ...base,
      description: 'CIFAR-10 at 32×32, width 16, depth 56, the paper’s recipe for 10 epochs: days on a CPU.',
      depths: [56],
      seeds: 3,
      data: { ...fullSize, trainEvalSize: 5000, valSize: 0, testSize: 5000 },
      recipe: { ...paperRecipe, epochs: 10, maxSteps: null },
    },
    paper: {
      ...base,
      description: 'The paper’s networks of 110 layers, 64,000 steps, five seeds: meant for a GPU.',
      depths: [110],
      seeds: 5,
      data: { ...fullSize, trainEvalSize: 10_000, valSize: 0, testSize: 10_000 },
      // In the paper: 0.01 until the training error is below 80 %, which took about 400 steps.
      recipe: { ...paperRecipe, warmup: { fraction: 400 / 64_000, from: 0.1, shape: 'constant' } },
    },
  },

  lead: trainingErrorAtAGlance(),
  charts: [
    errorByVariant({
      lookFor: msg`Take the line “as the preset says”, which is A, the identity, as the measure for the residual
          networks. Lines that lie to its right train worse; the paper expects that of C (a 1×1 convolution on every
          shortcut), of scaled (half of the shortcut, half of the branch), of gated and of dropout
          shortcuts, but not of B (a convolution only where the shape changes) and of pre-activation. The plain network, which has no shortcut, shows how much there was to lose.`,
      refutedBy: msg`If scaled, gated or dropout shortcuts lay as far to the left as A in the training panel, a
          shortcut would not have to be the identity.`,
    }),
    publishedByVariant({
      published: he2016,
      lookFor: msg`The same variants in the paper, much deeper and trained to the end. Errors are not comparable, the
          order is: are the lines that lie to the right of A here the ones that do so above?`,
      refutedBy: msg`A line that lies right of A in one chart and left of it in the other.`,
    }),
    errorCurves({
      lookFor: msg`Compare the heavy lines, the training error, with that of the panel “residual”, the identity. A
          shortcut that is in the way shows in how slowly the line falls from the beginning, not in a gap to
          the dashed line.`,
      refutedBy: msg`If all heavy lines ended together and only the dashed ones apart, shortcuts would differ in how
          they generalise, not in how they train.`,
    }),
    blockProfile({
      id: 'shortcut-share',
      title: msg`Share of the gradient that comes back over shortcuts alone`,
      measure: 'shortcut_share',
      axis: msg`share of ∂loss/∂x`,
      scale: 'linear',
      moments: ['last epoch'],
      kinds: ['residual'],
      height: 130,
      lookFor: msg`Every block can be passed by two ways. This is what arrives, from the loss on the right, of the
          gradient that takes the shortcut at every block, as a part of all that arrives. The identity hands
          it on whole, and its share falls only as branches add theirs. A factor of one half at every block
          leaves nothing of it after a few: what reaches the first layers has come through branches, as in a
          plain network. Gates that stay almost shut err on the other side: nearly all comes back over
          shortcuts, because branches are hardly let take part.`,
      refutedBy: msg`If scaled shortcuts or dropout kept as large a share as the identity, multiplication would not
          explain their errors.`,
      notes: [
        msg`Only with pre-activation do shares of shortcuts and branches add up to 1; in the other networks
          ReLU follows the addition, and the share is that of a signal that it would let through.`,
      ],
    }),
  ],
  claims: [
    variantCompared({
      id: 'scaled-is-worse',
      headline: true,
      variant: 'scaled shortcut',
      claim: 'worse',
      title: msg`Half of a shortcut is too little`,
    }),
    variantCompared({
      id: 'convolution-is-worse',
      headline: true,
      variant: 'shortcut C',
      claim: 'worse',
      title: msg`A convolution is no shortcut`,
    }),
    variantCompared({
      id: 'gated-is-worse',
      variant: 'gated shortcut',
      claim: 'worse',
      title: msg`A gate costs more than it gives`,
    }),
    variantCompared({
      id: 'dropout-is-worse',
      variant: 'dropout shortcut',
      claim: 'worse',
      title: msg`Dropout breaks the shortcut`,
    }),
    variantCompared({
      id: 'projection-is-no-worse',
      variant: 'shortcut B',
      claim: { noWorseThan: 2 },
      title: msg`Projections where the shape changes do no harm`,
    }),
    variantCompared({
      id: 'pre-activation-is-no-worse',
      variant: 'pre-activation',
      claim: { noWorseThan: 2 },
      title: msg`A sum that no ReLU follows does no harm`,
    }),
  ],
  published: he2015,
};

export default shortcuts;
