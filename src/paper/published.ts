import { msg, type Text } from '../language/phrase.ts';
import type { Kind, NetworkConfig, RunConfig } from '../run/config.ts';
import { isAsInThePaper } from './setting.ts';
import { settingsFor } from './settings.ts';

/** A published number for one network. */
export interface PublishedError {
  /** `null` where the figure only gives a bound. */
  readonly testErrorPct: number | null;
  /** As it is printed: with spread, or marked as read off a figure. */
  readonly text: Text;
}

/** Published numbers, and the rule for when a run may stand beside them. */
export interface PublishedErrors {
  readonly source: Text;
  /** The rule of `comparable`, in words. */
  readonly condition: Text;
  comparable(config: RunConfig): boolean;
  errorOf(kind: Kind, depth: number): PublishedError | undefined;
}

/** Test error in %, Table 6 of He et al. 2015. */
const residual: Readonly<Record<number, PublishedError>> = {
  20: { testErrorPct: 8.75, text: '8.75' },
  32: { testErrorPct: 7.51, text: '7.51' },
  44: { testErrorPct: 7.17, text: '7.17' },
  56: { testErrorPct: 6.97, text: '6.97' },
  110: { testErrorPct: 6.43, text: msg`6.43 (6.61 ± 0.16 over 5)` },
  1202: { testErrorPct: 7.93, text: '7.93' },
};

/** Plain networks appear in the paper as curves only: read off Fig. 6, left. */
const plain: Readonly<Record<number, PublishedError>> = {
  20: { testErrorPct: 9.5, text: msg`≈ ${9.5} (read off Fig. 6)` },
  32: { testErrorPct: 10, text: msg`≈ ${10} (read off Fig. 6)` },
  44: { testErrorPct: 12, text: msg`≈ ${12} (read off Fig. 6)` },
  56: { testErrorPct: 13.5, text: msg`≈ ${13.5} (read off Fig. 6)` },
  110: { testErrorPct: null, text: msg`> 60 (Fig. 6)` },
};

/** He, Zhang, Ren, Sun 2015, CIFAR-10. Beside other settings these numbers would say nothing. */
export const he2015: PublishedErrors = {
  source: msg`He et al. 2015, Table 6 and Fig. 6`,
  condition: msg`shown only beside runs with the paper’s own settings, from the data to the last step`,
  comparable: config =>
    settingsFor([config]).every(setting => !setting.decisive || isAsInThePaper(setting, config)),
  errorOf: (kind, depth) => ({ plain, residual })[kind][depth],
};

/** Published test errors of variants of one residual network. */
export interface PublishedVariants {
  readonly source: Text;
  /** Which network, and how it was trained. */
  readonly networks: Text;
  /** In %, or that a variant does not learn; `undefined` for one that nothing is published of. */
  testErrorPct(network: NetworkConfig): number | 'fails' | undefined;
}

/** Test error in %; “fails” is all that is said of dropout. */
const shortcuts: Partial<Record<NetworkConfig['shortcut'], number | 'fails'>> = {
  A: 6.61,
  C: 12.22,
  scaled: 12.35,
  dropout: 'fails',
};

/** He, Zhang, Ren, Sun 2016, section 3 and 4.1, CIFAR-10. */
export const he2016: PublishedVariants = {
  source: msg`He et al. 2016`,
  networks: msg`ResNet-110 on CIFAR-10, 64,000 steps`,
  testErrorPct({ shortcut, order, width: _, ...rest }) {
    const { batchNorm, ...others } = rest;
    if (!batchNorm || Object.values(others).some(value => value !== undefined)) return undefined;
    if (order) return shortcut === 'A' ? 6.37 : undefined;
    return shortcuts[shortcut];
  },
};
