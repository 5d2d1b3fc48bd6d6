import { grouped, significant } from '../../language/numbers.ts';
import { msg } from '../../language/phrase.ts';
import type { EpochRow, RunResult } from '../../results/schema.ts';
import type { RunConfig } from '../../run/config.ts';
import { runId } from '../../run/id.ts';
import { growthEpoch } from '../../run/steps.ts';
import { boundClaim } from './bound-claim.ts';
import type { Claim } from './claim.ts';

/** Nats by which a loss may differ through rounding: losses are about 1, and float32 has seven digits. */
const ROUNDING = 1e-5;

/**
 * The deep network that identity layers make of a shallow one is no worse: at the moment of growing both losses are
 * those of the run that stays shallow (He et al. 2015, section 1).
 */
export function growthKeepsLoss(): Claim {
  return boundClaim({
    id: 'growth-keeps-loss',
    headline: true,
    statement: msg`A deep plain network that is no worse than a shallow one exists: with identity layers added, training and
      test loss are the shallow network’s.`,
    unit: msg`nats`,
    effectInWords: msg`absolute difference of the loss (mean cross-entropy; training or test, whichever differs more)
      between a run that has just grown and the run of the same seed that stays shallow, after the same epoch`,
    side: 'atMost',
    bound: ROUNDING,
    check: true,
    isAbout: ({ network }) => network.grown !== undefined,
    value(run, runs) {
      const epoch = growthEpoch(run.record.config);
      const after = rowOf(run, epoch);
      const before = rowOf(find(runs, run, shallowOf), epoch);
      if (!after || !before) return null;
      return Math.max(
        Math.abs(after.train_loss - before.train_loss),
        Math.abs(after.test_loss - before.test_loss),
      );
    },
    measured: worst => msg`adding identity layers changes the loss by at most ${significant(worst, 2)} nats`,
  });
}

/** What a network grew to has as many parameters as a network that has its depth from the start. */
export function growthKeepsParameters(): Claim {
  return boundClaim({
    id: 'equal-parameters',
    statement: msg`A network that has grown has as many parameters as one that has its depth from the start.`,
    unit: msg`parameters`,
    effectInWords: msg`difference in trainable parameters between a run that grows and the run of the same depth and seed
      from scratch`,
    side: 'atMost',
    bound: 0,
    check: true,
    isAbout: ({ network }) => network.grown !== undefined,
    value(run, runs) {
      const scratch = find(runs, run, ungrown);
      if (!scratch || [run, scratch].some(({ epochs }) => epochs.length === 0)) return null;
      return Math.abs(run.record.parameters - scratch.record.parameters);
    },
    measured: worst =>
      msg`networks that grew and those from scratch differ by at most ${grouped(worst)} parameters`,
  });
}

/** The same run with its final depth from the start; `undefined` for one that does not grow. */
function ungrown({ network: { grown, ...network }, ...config }: RunConfig): RunConfig | undefined {
  return grown && { ...config, network };
}

/** The same run without growing; `undefined` for one that does not. */
function shallowOf(config: RunConfig): RunConfig | undefined {
  const { grown } = config.network;
  const deep = ungrown(config);
  return grown && deep && { ...deep, depth: grown.fromDepth };
}

/** The run that another is compared with, if it was computed in the same way. */
function find(
  runs: readonly RunResult[],
  run: RunResult,
  other: (config: RunConfig) => RunConfig | undefined,
): RunResult | undefined {
  const config = other(run.record.config);
  const { arithmetic } = run.record.engine;
  return (
    config &&
    runs.find(({ record }) => record.id === runId(config) && record.engine.arithmetic === arithmetic)
  );
}

function rowOf(run: RunResult | undefined, epoch: number): EpochRow | undefined {
  return run?.epochs.find(row => row.epoch === epoch);
}
