/**
 * What each kernel is handed, in order: the one table from which the build makes the structs that `addon.cc` reads
 * arguments as, and TypeScript the types of what callers pass. To add a kernel, give it a line here and a function of
 * its name in `addon.cc`; without either nothing compiles.
 */

/** `flag` is a boolean; `size` an integer from 0 on, `positive` one from 1 on; `real` a 64-bit float. */
export type Scalar = 'flag' | 'size' | 'positive' | 'real' | 'tensor';
/** Arguments that belong together: a struct of its own. */
export interface Group {
  readonly struct: string;
  readonly fields: Fields;
}
/** May be null. */
export interface Optional {
  readonly optional: 'tensor' | Group;
}
export interface List {
  readonly list: Group;
}
/** The number of values of another argument of the group, a tensor; callers do not pass it. */
export interface SizeOf {
  readonly sizeOf: string;
}
export type Kind = Scalar | Group | Optional | List | SizeOf;
export type Fields = { readonly [name: string]: Kind };

/** Batch normalisation with given statistics: what is divided by is the root of variance · varianceFactor + epsilon. */
const normalisation = group('Normalisation', {
  relu: 'flag',
  mean: 'tensor',
  variance: 'tensor',
  scale: 'tensor',
  offset: 'tensor',
  epsilon: 'real',
  varianceFactor: 'real',
});

/** Gradients of its offset and scale. */
const sums = group('Sums', { offset: 'tensor', scale: 'tensor' });

/** Named as tfjs does, so that what it tells of a convolution, or of a pooling, can be passed as it is. */
const convolutionSizes = group('ConvolutionSizes', {
  batchSize: 'positive',
  inHeight: 'positive',
  inWidth: 'positive',
  inChannels: 'positive',
  outHeight: 'positive',
  outWidth: 'positive',
  outChannels: 'positive',
  filterHeight: 'positive',
  filterWidth: 'positive',
  strideHeight: 'positive',
  strideWidth: 'positive',
  padInfo: group('Padding', { top: 'size', left: 'size' }),
});

const imageSizes = group('ImageSizes', { batch: 'positive', pixels: 'positive', channels: 'positive' });

/** Numbers, and a table with a row for each of the symbols that they stand for. */
const tableSizes = group('TableSizes', { places: 'positive', symbols: 'positive', channels: 'positive' });

export const signatures = {
  /** How many share the work of every kernel from now on. */
  setThreads: { threads: 'positive' },
  convolution: {
    sizes: convolutionSizes,
    x: 'tensor',
    norm: { optional: normalisation },
    filter: 'tensor',
    y: 'tensor',
    /** Mean and unbiased variance of y. */
    statistics: { optional: group('Statistics', { mean: 'tensor', variance: 'tensor' }) },
  },
  convolutionGradients: {
    sizes: convolutionSizes,
    gradient: 'tensor',
    /** The normalisation that the gradient has yet to go through, with the tensor and its sums. */
    incomplete: { optional: group('Incomplete', { norm: normalisation, tensor: 'tensor', sums }) },
    x: 'tensor',
    norm: { optional: normalisation },
    filter: 'tensor',
    filterGradient: { optional: 'tensor' },
    inputGradient: { optional: 'tensor' },
    /** One more gradient of the input. */
    added: { optional: 'tensor' },
    /** With an input gradient of a normalised x. */
    sums: { optional: sums },
  },
  normalise: {
    sizes: imageSizes,
    x: 'tensor',
    norm: normalisation,
    y: 'tensor',
    shortcut: { optional: 'tensor' },
  },
  normaliseGradients: {
    sizes: imageSizes,
    gradient: 'tensor',
    x: 'tensor',
    norm: normalisation,
    y: 'tensor',
    /** The gradient before the ReLU. */
    before: 'tensor',
    sums,
  },
  multiplyMatrices: {
    batch: 'positive',
    rows: 'positive',
    inner: 'positive',
    columns: 'positive',
    transposeA: 'flag',
    transposeB: 'flag',
    a: 'tensor',
    b: 'tensor',
    product: 'tensor',
  },
  averagePixels: { sizes: imageSizes, x: 'tensor', y: 'tensor' },
  spreadPixels: { sizes: imageSizes, dy: 'tensor', dx: 'tensor' },
  maxPool: { sizes: convolutionSizes, x: 'tensor', y: 'tensor' },
  maxPoolGradient: { sizes: convolutionSizes, dy: 'tensor', x: 'tensor', dx: 'tensor' },
  embed: { sizes: tableSizes, numbers: 'tensor', table: 'tensor', y: 'tensor' },
  /** Of the table. */
  embedGradient: { sizes: tableSizes, numbers: 'tensor', dy: 'tensor', gradient: 'tensor' },
  add: { count: { sizeOf: 'a' }, a: 'tensor', b: 'tensor', sum: 'tensor' },
  momentumUpdate: {
    rate: 'real',
    momentum: 'real',
    weightDecay: 'real',
    updates: {
      list: group('Update', {
        count: { sizeOf: 'weight' },
        weight: 'tensor',
        velocity: 'tensor',
        gradient: 'tensor',
      }),
    },
  },
  movingAverage: {
    /** The share that is replaced. */
    rate: 'real',
    pairs: {
      list: group('Pair', { count: { sizeOf: 'fresh' }, moving: 'tensor', fresh: 'tensor' }),
    },
  },
} as const satisfies Readonly<Record<string, Fields>>;

export type NativeKernel = keyof typeof signatures;

/** What callers pass for a kernel, or for a group; `T` stands for a tensor. */
export type Passed<F extends Fields, T> = {
  readonly [Name in keyof F as F[Name] extends SizeOf ? never : Name]: PassedAs<F[Name], T>;
};
type PassedAs<K extends Kind, T> = K extends 'tensor'
  ? T
  : K extends 'flag'
    ? boolean
    : K extends Scalar
      ? number
      : K extends Group
        ? Passed<K['fields'], T>
        : K extends { readonly optional: infer G extends Kind }
          ? PassedAs<G, T> | null
          : K extends { readonly list: infer G extends Kind }
            ? readonly PassedAs<G, T>[]
            : never;

function group<const F extends Fields>(struct: string, fields: F) {
  return { struct, fields };
}
