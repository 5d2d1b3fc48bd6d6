import type { SuiteEvent } from '../../src/suite/events.ts';
import { planRuns } from '../../src/suite/plan.ts';
import { tinyPreset } from '../suite/fixtures.ts';

/** A suite of two runs on two workers, four epochs of ten steps each, as it would tell of itself. */
export const planned = planRuns(tinyPreset, { kinds: ['plain', 'residual'] });
export const [first, second] = planned.map(({ id }) => id) as [string, string];

export const plan: SuiteEvent = {
  type: 'plan',
  experiment: 'plain-vs-residual',
  preset: 'smoke',
  plan: 'smoke',
  engine: { name: 'wasm', device: 'cpu', threads: 1, arithmetic: 'wasm', versions: {} },
  workers: 2,
  runs: planned.map(({ id }) => ({ id, cost: 100, done: false })),
};

export function started(run: string, epoch = 0): SuiteEvent {
  return { type: 'run-started', run, epoch, config: planned.find(({ id }) => id === run)!.config };
}

export function step(run: string, number: number): SuiteEvent {
  return { type: 'step', run, step: number, totalSteps: 40, imagesPerSecond: 1234.5 };
}

export function epoch(run: string, number: number): SuiteEvent {
  return {
    type: 'epoch',
    run,
    epoch: number,
    epochs: 4,
    trainErrorPct: 90 - 10 * number,
    testErrorPct: 91.25 - 10 * number,
  };
}

export function finished(run: string): SuiteEvent {
  return { type: 'run-ended', run, status: 'finished' };
}

export const report: SuiteEvent = { type: 'report', path: 'reports/plain-vs-residual.html', plan: 'smoke' };
