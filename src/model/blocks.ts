import type { Maps } from '../ops/maps.ts';
import type { BlockDescription } from './describe-block.ts';
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
}

/** A block as it was described: y = f(F(x) + h(x)), or F(x) for the plain twin. */
export function buildBlock(
  parameters: Parameters,
  initialize: Initialize,
  { name, position, units, shortcut: way, activatesSum }: BlockDescription,
): Block {
  const layers = units.map(unit => convolutionUnit(parameters, initialize, unit));
  const branch: Layer = (x, pass) => layers.reduce((maps, layer) => layer(maps, pass), x);
  if (!way) return { name, apply: branch, branch, shortcut: null };
  const shortcut = shortcutOf(parameters, initialize, way);
  const weigh = weightsOf(parameters, initialize, way);
  const sum = (x: Maps, passed: Maps) => (activatesSum ? x.plusThenRelu(passed) : x.plus(passed));
  const apply: Layer = (maps, pass) => {
    // Read twice: by the first convolution and by the shortcut.
    const x = maps.shared();
    const share = pass.branch?.(position) ?? 1;
    const residual = share === 0 ? null : branch(x, pass);
    const weights = weigh(x, pass);
    const passed = weights.shortcut(shortcut(x, pass));
    if (!residual) return activatesSum ? passed.relu() : passed;
    const weighed = weights.branch(residual);
    return sum(share === 1 ? weighed : weighed.times(share), passed);
  };
  return {
    name,
    apply,
    branch: (x, pass) => weigh(x, pass).branch(branch(x, pass)),
    shortcut: (x, pass) => weigh(x, pass).shortcut(shortcut(x, pass)),
  };
}
