import type { OptimizerSpec } from '../optimizers/optimizer.ts';
import { findOptimizer } from '../optimizers/registry.ts';
import { paperRecipe } from '../paper/recipe.ts';
import type { NetworkConfig, RegularizerSpec, RunConfig } from './config.ts';

/**
 * What sets a run apart from the paper's arm besides kind, depth and seed, in words fit for a legend: `shortcut B`,
 * `no batch norm`, `dropout 0.2`. Empty for the paper's arm.
 */
export function variantParts({ kind, network, recipe, regularizers }: RunConfig): string[] {
  const { shortcut, batchNorm, family, widening, block, order, cure, initialization, grown } = network;
  const { longer, rateFactor } = recipe;
  const parts: string[] = [];
  if (kind === 'residual' && shortcut !== 'A') parts.push(shortcutWords(shortcut));
  if (!batchNorm) parts.push('no batch norm');
  if (family === 'imagenet') parts.push('ImageNet');
  if (widening) parts.push(`width ×${widening}`);
  if (block) parts.push(block);
  if (order) parts.push(order);
  if (cure) parts.push(cureWords(cure, batchNorm));
  if (initialization) {
    const { scheme, gain } = initialization;
    const name = { he: 'He', glorot: 'Glorot' }[scheme];
    parts.push(gain === 1 ? name : `${name} ×${gain}`);
  }
  if (grown) parts.push(`growth from ${grown.fromDepth} at ${Number((100 * grown.at).toFixed(1))} %`);
  const optimizer = optimizerWords(recipe.optimizer);
  if (optimizer !== optimizerWords(paperRecipe.optimizer)) parts.push(optimizer);
  if (rateFactor) parts.push(`rate ×${rateFactor}`);
  if (longer) parts.push(`${longer} times the steps`);
  return [...parts, ...regularizers.map(regularizerWords)];
}

/** By the names that their authors gave them. */
function cureWords(cure: NonNullable<NetworkConfig['cure']>, batchNorm: boolean): string {
  return {
    dirac: 'Dirac',
    'looks-linear': 'looks-linear',
    'zero-scale': batchNorm ? 'ReZero' : 'SkipInit',
    fixup: 'Fixup',
    'no-relu-after-addition': 'no ReLU after addition',
    'norm-after-addition': 'batch norm after addition',
  }[cure];
}

/** Capitals are the paper's options, the others words: `shortcut B`, `scaled shortcut`. */
function shortcutWords(shortcut: NetworkConfig['shortcut']): string {
  return /^[A-Z]$/.test(shortcut) ? `shortcut ${shortcut}` : `${shortcut} shortcut`;
}

/**
 * `momentum 0.8`, `adam`, `adam 0.95 beta2 0.99`: the first option by its value, the others by name, and of these only
 * what is not usual; of the first one, too, where there are others.
 */
export function optimizerWords({ name, options }: OptimizerSpec): string {
  const usual = findOptimizer(name).parameters.parse({}) as OptimizerSpec['options'];
  const names = Object.keys(usual);
  const values = names.flatMap((key, index) => {
    if (names.length > 1 && options[key] === usual[key]) return [];
    return index === 0 ? [numberWords(options[key]!)] : [key, numberWords(options[key]!)];
  });
  return [name, ...values].join(' ');
}

/** `dropout 0.2`, `augment 4`, `l1 1e-5`, `augment 4 flip off`. */
function regularizerWords({ name, options }: RegularizerSpec): string {
  const values = Object.keys(options)
    .sort()
    .flatMap(key => {
      const value = options[key];
      if (typeof value === 'boolean') return value ? [] : [`${key} off`];
      return numberWords(value!);
    });
  return [name, ...values].join(' ');
}

function numberWords(value: number | string | boolean): string {
  return typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-3
    ? value.toExponential()
    : `${value}`;
}
