import type { Maps } from '../ops/maps.ts';
import { learnedNumber, plus } from './cured-layers.ts';
import { type BlockDescription, keepsShape, outputsOf, strideOf } from './describe-block.ts';
import type { Initialize } from './initializers.ts';
import { activationUnit, convolutionUnit, type Layer, type Pass } from './layers.ts';
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
  const { name, position, pooled, units, shortcut: way, activatesSum, sumNorm } = description;
  const layers = units.map(unit => convolutionUnit(parameters, initialize, unit));
  const entered = (maps: Maps) => (pooled ? maps.maxPool() : maps);
  const scaled = branchScaleOf(parameters, description);
  const branch: Layer = (x, pass) => scaled(layers.reduce((maps, layer) => layer(maps, pass), x));
  const named = { name, keepsShape: keepsShape(description) };
  if (!way) {
    const apply: Layer = (maps, pass) => branch(entered(maps), pass);
    const withoutBranch: Layer = named.keepsShape
      ? x => x
      : x => entered(x).subsample(strideOf(units), outputsOf(units.at(-1)!));
    return { ...named, apply, branch: apply, shortcut: null, withoutBranch };
  }
  const shortcut = shortcutOf(parameters, initialize, way);
  const weigh = weightsOf(parameters, initialize, way);
  const normalise =
    sumNorm && activationUnit(parameters, { norm: sumNorm.name, channels: sumNorm.channels, relu: true });
  const afterSum: Layer = (x, pass) => normalise?.(x, pass) ?? (activatesSum ? x.relu() : x);
  const sum = (x: Maps, passed: Maps, pass: Pass) =>
    activatesSum && !normalise ? x.plusThenRelu(passed) : afterSum(x.plus(passed), pass);
  const apply: Layer = (maps, pass) => {
    // Read twice: by the first convolution and by the shortcut.
    const x = entered(maps).shared();
    const share = pass.branch?.(position) ?? 1;
    const residual = share === 0 ? null : branch(x, pass);
    const weights = weigh(x, pass);
    const passed = weights.shortcut(shortcut(x, pass));
    if (!residual) return afterSum(passed, pass);
    const weighed = weights.branch(residual);
    return sum(share === 1 ? weighed : weighed.times(share), passed, pass);
  };
  const weighedShortcut: Layer = (maps, pass) => {
    const x = entered(maps).shared();
    return weigh(x, pass).shortcut(shortcut(x, pass));
  };
  // What goes in has been through a ReLU already, so that only a projection can put out what another would change.
  const changes = normalise !== undefined || way.way.kind === 'projection';
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
      return changes ? afterSum(passed, pass) : passed;
    },
  };
}

/** What a cure does to what comes out of a branch. */
function branchScaleOf(
  parameters: Parameters,
  { name, branchScale }: BlockDescription,
): (maps: Maps) => Maps {
  if (!branchScale) return maps => maps;
  const scale = learnedNumber(parameters, branchScale.name, branchScale.start);
  const bias = branchScale.bias ? learnedNumber(parameters, `${name}/bias`, 0) : null;
  return maps => {
    const multiplied = maps.times(scale);
    return bias ? plus(multiplied, bias) : multiplied;
  };
}
