/** What a reader of the playground chooses: plain values, the same in the page, in its workers and in Node.js. */

/** Of one of the two networks. */
export interface Choice {
  readonly kind: 'plain' | 'residual';
  /** Weighted layers of a network for images, convolutions of one for texts. */
  readonly depth: number;
}

/** Of a pair of networks, which differ in nothing but `networks`. */
export interface Settings {
  readonly networks: readonly [Choice, Choice];
  /** Filters of the first stage. */
  readonly width: number;
  readonly batchNorm: boolean;
  /** Multiplies the standard deviation of the first weights, which is He's. */
  readonly gain: number;
  readonly shortcut: string;
  /** As on the command line: `momentum`, `adam=0.9,beta2=0.99`. */
  readonly optimizer: string;
  readonly rate: number;
  /** As on the command line: `dropout=0.2`; empty: none. */
  readonly regularizer: string;
  readonly data: PageData;
  readonly engine: PageEngine;
  readonly seed: number;
}

/** What a page may have to learn from: made-up images and texts, and real ones where it carries them. */
export type PageData = (typeof DATA)[number];

/** What computes in a browser. WebGPU is for who has it; its last digits are not those of `wasm`, nor always its own. */
export type PageEngine = (typeof ENGINES)[number];

export const DATA = ['synthetic', 'cifar10', 'synthetic-text', 'imdb'] as const;
export const ENGINES = ['wasm', 'webgpu'] as const;
export const WIDTHS = [4, 8, 12, 16] as const;
export const GAINS = [0.1, 0.25, 0.5, 0.7, 1, 1.4, 2, 4] as const;
export const RATES = [0.001, 0.003, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5] as const;
export const SHORTCUTS = ['A', 'B', 'C', 'scaled', 'gated', 'dropout'] as const;

const IMAGE_DEPTHS: readonly number[] = [8, 14, 20, 26, 32, 38, 44, 50, 56];
/** As in Conneau et al. 2017. */
const TEXT_DEPTHS: readonly number[] = [9, 17, 29, 49];

export function isText(data: PageData): boolean {
  return data === 'synthetic-text' || data === 'imdb';
}

/** Depths of the networks that read such data. */
export function depthsFor(data: PageData): readonly number[] {
  return isText(data) ? TEXT_DEPTHS : IMAGE_DEPTHS;
}

/** The same with depths that networks for its data have: the nearest ones. */
export function fitting(settings: Settings): Settings {
  const depths = depthsFor(settings.data);
  const nearest = ({ kind, depth }: Choice): Choice => ({
    kind,
    depth: depths.reduce((best, one) => (Math.abs(one - depth) < Math.abs(best - depth) ? one : best)),
  });
  const [first, second] = settings.networks;
  return { ...settings, networks: [nearest(first), nearest(second)] };
}

/** What the page opens with: the deep pair. */
export const DEFAULTS: Settings = {
  networks: [
    { kind: 'plain', depth: 32 },
    { kind: 'residual', depth: 32 },
  ],
  width: 8,
  batchNorm: true,
  gain: 1,
  shortcut: 'A',
  optimizer: 'momentum',
  rate: 0.05,
  regularizer: '',
  data: 'synthetic',
  engine: 'wasm',
  seed: 1,
};
