import { msg, type Text } from '../language/phrase.ts';

/** One step of the argument, and the experiment that shows it. */
export interface Step {
  readonly heading: Text;
  readonly text: Text;
  /** Name of the experiment; absent where there is none yet. */
  readonly experiment?: string;
}

/** Why very deep plain networks fail and why shortcuts cure it, as the index of all reports tells it. */
export const argument: readonly Step[] = [
  {
    heading: msg`Depth helps`,
    text: msg`A convolutional network goes from pixels to abstract features layer by layer. A few layers more lower the
      error a lot, and after each of them the classes are easier to tell apart.`,
    experiment: 'depth',
  },
  {
    heading: msg`But layers cannot simply be added: gradients`,
    text: msg`What reaches the first layers is a product of many factors. If most are below one, the gradient vanishes; if
      most are above, it explodes. Initialisation and normalisation are the usual cure, and they work.`,
    experiment: 'gradient-flow',
  },
  {
    heading: msg`Then another problem shows: degradation`,
    text: msg`Deeper plain networks end with a higher error, on the very images that they are trained on. Their space of
      solutions holds the shallower network’s, so it is not capacity that they lack: training does not find what is there.
      With shortcuts, which cost no parameters, it does.`,
    experiment: 'plain-vs-residual',
  },
  {
    heading: msg`It is not over-fitting`,
    text: msg`Regularizers keep a network from learning its images by heart. If degradation were that, one of them would
      help. None does, since it shows in the training error already.`,
    experiment: 'regularizers',
  },
  {
    heading: msg`A good deep network exists`,
    text: msg`Copy a shallow network and let the added layers be the identity: the deep network is exactly as good. From
      scratch, training does not find it.`,
    experiment: 'identity-construction',
  },
  {
    heading: msg`Why adding the input back helps`,
    text: msg`Let a block learn what to add, F(x), and put out x + F(x). Then the last block’s output is the first one’s plus
      a sum of small residuals, and the gradient comes back along the same sum: its “1” reaches every depth undiminished.`,
    experiment: 'residual-algebra',
  },
  {
    heading: msg`It has to be the identity`,
    text: msg`Whatever multiplies the shortcut (a factor, a gate, a convolution, dropout) multiplies the signal once for every
      block, and the short way is no longer one.`,
    experiment: 'shortcuts',
  },
  {
    heading: msg`The full network`,
    text: msg`The same blocks, as bottlenecks of three convolutions, make up ResNet-50 for ImageNet with its 25,557,032
      parameters.`,
    experiment: 'resnet50',
  },
  {
    heading: msg`Not only images`,
    text: msg`Deep convolutional networks that classify text show the same effect.`,
  },
];
