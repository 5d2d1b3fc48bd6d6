import type { Maps } from '../ops/maps.ts';
import { type BlockDescription, keepsShape, strideOf } from './describe-block.ts';
import type { Initialize } from './initializers.ts';
import { convolutionUnit, type Layer } from './layers.ts';
import type { Parameters } from './parameters.ts';
import { shortcutOf, weightsOf } from './shortcuts.ts';

/** One block with its parts, of which `apply` is made. */
export interface Block {
  /** `stage2/block3`. */
  readonly name: string;
  /** The whole block. */
  readonly apply: Layer;
  /** F(x), weighed where the shortcut has it so; of a plain block with its last ReLU. */
  readonly branch: Layer;
  /** h(x), weighed; a plain block has none. */
  readonly shortcut: Layer | null;
  /** Whether what it puts out has the shape of what it is given. */
  readonly keepsShape: boolean;
  /** What remains without the branch: the shortcut; of a plain block what its twin's shortcut of option A would be. */
  readonly withoutBranch: Layer;
}

/** A block as it was described: y = f(F(x) + h(x)), or F(x) for the plain twin. */
export function buildBlock(
  parameters: Parameters,
  initialize: Initialize,
  description: BlockDescription,
): Block {
  const { name, position, pooled, units, shortcut: way, activatesSum } = description;
  const layers = units.map(unit => convolutionUnit(parameters, initialize, unit));
  const entered = (maps: Maps) => (pooled ? maps.maxPool() : maps);
  const branch: Layer = (x, pass) => layers.reduce((maps, layer) => layer(maps, pass), x);
  const named = { name, keepsShape: keepsShape(description) };
  if (!way) {
    const apply: Layer = (maps, pass) => branch(entered(maps), pass);
    const withoutBranch: Layer = named.keepsShape
      ? x => x
      : x => entered(x).subsample(strideOf(units), units.at(-1)!.filters);
    return { ...named, apply, branch: apply, shortcut: null, withoutBranch };
  }
  const shortcut = shortcutOf(parameters, initialize, way);
  const weigh = weightsOf(parameters, initialize, way);
  const sum = (x: Maps, passed: Maps) => (activatesSum ? x.plusThenRelu(passed) : x.plus(passed));
  const apply: Layer = (maps, pass) => {
    // Read twice: by the first convolution and by the shortcut.
    const x = entered(maps).shared();
    const share = pass.branch?.(position) ?? 1;
    const residual = share === 0 ? null : branch(x, pass);
    const weights = weigh(x, pass);
    const passed = weights.shortcut(shortcut(x, pass));
    if (!residual) return activatesSum ? passed.relu() : passed;
    const weighed = weights.branch(residual);
    return sum(share === 1 ? weighed : weighed.times(share), passed);
  };
  const weighedShortcut: Layer = (maps, pass) => {
    const x = entered(maps).shared();
    return weigh(x, pass).shortcut(shortcut(x, pass));
  };
  // What goes in has been through a ReLU already, so that only a projection can put out what another would change.
  const rectifies = activatesSum && way.way.kind === 'projection';
  return {
    ...named,
    apply,
    branch(maps, pass) {
      const x = entered(maps);
      return weigh(x, pass).branch(branch(x, pass));
    },
    shortcut: weighedShortcut,
    withoutBranch(maps, pass) {
      const passed = weighedShortcut(maps, pass);
      return rectifies ? passed.relu() : passed;
    },
  };
}
