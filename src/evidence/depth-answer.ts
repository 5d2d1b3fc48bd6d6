import { joined, msg, type Text } from '../language/phrase.ts';
import type { RunResult } from '../results/schema.ts';
import { totalEpochs } from '../run/steps.ts';
import { meanTrainingError } from './mean-training-error.ts';
import { depthRange, runsAt } from './pairs/pairs.ts';
import { comparedTwins } from './pairs/twins.ts';

/**
 * What the deepest plain network ends with beside a shallow one and beside the residual one of its depth, in absolute
 * numbers; `null` until both plain ones have finished.
 *
 * @param shallow depth of the one; default: the smallest that ran
 */
export function depthAnswer(runs: readonly RunResult[], shallow?: number): Text | null {
  const { runs: twins, mixed } = comparedTwins(runs);
  const range = depthRange(twins, 'plain');
  if (mixed || !range) return null;
  const [low, deep] = [shallow ?? range[0], range[1]];
  const [plain, few, residual] = [
    meanTrainingError(runsAt(twins, { kind: 'plain', depth: deep })),
    meanTrainingError(runsAt(twins, { kind: 'plain', depth: low })),
    meanTrainingError(runsAt(twins, { kind: 'residual', depth: deep })),
  ];
  if (low >= deep || plain === null || few === null) return null;
  const epochs = totalEpochs(twins[0]!.record.config);
  return joined(
    [
      msg`After ${epochs} epochs, ${deep} plain layers err on ${plain} % of their own training images, ${low} on ${few} %`,
      residual === null ? msg`.` : msg`; with shortcuts, ${deep} layers err on ${residual} %.`,
    ],
    '',
  );
}
