import { msg, type Text } from '../language/phrase.ts';

/** One step of the argument, and the experiments that show it. */
export interface Step {
  readonly heading: Text;
  readonly text: Text;
  /** Names of experiments, in the order in which they are told; empty where there is none yet. */
  readonly experiments: readonly string[];
}

/** Why very deep plain networks fail and what shortcuts change, as the literature argues and the index of all reports tells. */
export const argument: readonly Step[] = [
  {
    heading: msg`What does depth do at first?`,
    text: msg`A convolutional network goes from pixels to abstract features layer by layer. A few layers more lower the
      error a lot, and after each of them the classes are easier to tell apart.`,
    experiments: ['depth'],
  },
  {
    heading: msg`Can layers simply be added?`,
    text: msg`Normalised initialisation and normalisation layers let deep networks begin to learn; then another problem
      shows. Do deeper plain networks end with a higher error, on the very images that they are trained on? And with
      shortcuts, which cost no parameters?`,
    experiments: ['plain-vs-residual'],
  },
  {
    heading: msg`Is it the gradients?`,
    text: msg`What reaches the first layers is a product of many factors. If most are below one, the gradient vanishes; if
      most are above, it explodes. Initialisation and normalisation are the usual cure, and they work.`,
    experiments: ['gradient-flow'],
  },
  {
    heading: msg`Is it over-fitting?`,
    text: msg`Regularizers keep a network from learning its images by heart. If degradation were that, one of them would
      help; but it would have to help on the training images.`,
    experiments: ['regularizers'],
  },
  {
    heading: msg`Is it capacity that fails, or training?`,
    text: msg`The space of solutions of a deep network holds the shallower one’s: copy the shallow network, let the added layers
      be the identity, and the deep one is exactly as good. From scratch, training does not find it.`,
    experiments: ['identity-construction'],
  },
  {
    heading: msg`Why might adding the input back help, and must it be unchanged?`,
    text: msg`Let a block learn what to add, F(x), and put out x + F(x). Then the last block’s output is the first one’s plus
      a sum of small residuals, and the gradient comes back along the same sum: its “1” reaches every depth undiminished.
      Whatever multiplies the shortcut (a factor, a gate, a convolution, dropout) multiplies the signal once for every
      block, and the short way is no longer one.`,
    experiments: ['residual-algebra', 'shortcuts'],
  },
  {
    heading: msg`Does the full network do the same?`,
    text: msg`The same blocks, as bottlenecks of three convolutions, make up ResNet-50 for ImageNet with its 25,557,032
      parameters.`,
    experiments: ['resnet50'],
  },
  {
    heading: msg`Is it about images only?`,
    text: msg`Is it the pixels? Networks of the same blocks that read rows of words answer that: one-dimensional
      convolutions over an embedding, plain and residual, of growing depth.`,
    experiments: ['text'],
  },
  {
    heading: msg`What would a doubter ask?`,
    text: msg`Would the deep plain network not catch up if it were trained longer, by another optimizer, with a learning rate of
      its own? Or if it were wider?`,
    experiments: ['patience', 'width'],
  },
  {
    heading: msg`What was learned later about why?`,
    text: msg`Gradients of deep plain networks turn into white noise, those of residual networks stay alike (Balduzzi et al.
      2017). Residual networks behave like collections of paths: take out a block, and little is lost (Veit et al. 2016).
      Shortcuts smooth the surface of the loss (Li et al. 2018). What makes depth trainable is a start near the identity,
      by whatever means.`,
    experiments: ['shattering', 'lesions', 'landscape', 'cures'],
  },
];
