import type { ExperimentFolder } from '../results/experiment-folder.ts';
import { Lease } from '../results/lease/lease.ts';
import type { Sight } from '../results/lease/protocol.ts';
import { standsStill } from '../results/lease/watch.ts';
import type { Plan } from '../results/schema.ts';
import { UsageError } from '../usage-error.ts';
import type { SuiteOptions } from './suite-options.ts';

/** Whether `arithmetic` is what somebody asked for, with or without its hash: `native-avx2`, `native-avx2-1a2b3c4d`. */
export function isAskedFor(arithmetic: string, asked: string): boolean {
  return arithmetic === asked || arithmetic.startsWith(`${asked}-`);
}

/** @throws UsageError where this machine computes in another way than `--arithmetic` says */
export function requireAskedFor(arithmetic: string, asked: string | undefined): void {
  if (asked === undefined || isAskedFor(arithmetic, asked)) return;
  throw new UsageError(
    `--arithmetic asks for ${asked}, and this machine computes with ${arithmetic}. ${whatToDo}`,
  );
}

/** @throws UsageError where a plan is one of another arithmetic */
export function requirePinned(
  { name, experiment, arithmetic: pinned }: Pick<Plan, 'name' | 'experiment' | 'arithmetic'>,
  arithmetic: string,
): void {
  if (pinned === undefined || pinned === arithmetic) return;
  throw new UsageError(
    `the plan ${name} of ${experiment} is trained with the arithmetic ${pinned}, and this machine computes with ${arithmetic}: ` +
      `numbers of both would not be compared. ${whatToDo} Or name another folder with --results.`,
  );
}

/** For whoever was refused. */
export const whatToDo =
  'Take an engine that has it with --engine (npm run engines names the arithmetic of each; npm run build:native -- --level avx2 ' +
  'builds for less than this processor has), or leave these runs to a machine that has it.';

/** Whether a plan's arithmetic is to be forgotten: all of it is trained again, by one machine. */
export function isBegunAnew({ fresh, share }: Pick<SuiteOptions, 'fresh' | 'share'>): boolean {
  return fresh && !share;
}

type PinnedPlan = Plan & { readonly arithmetic: string };

/**
 * Makes a plan the latest, with one arithmetic for all who train it: that of whoever comes first.
 *
 * @param plan with the arithmetic of this machine
 * @throws UsageError where another was first; the signal's reason
 */
export async function writePinned(
  folder: ExperimentFolder,
  plan: PinnedPlan,
  signal: AbortSignal,
): Promise<void> {
  let lost: Sight | null = null;
  for (;;) {
    if (await isPinned(folder, plan)) return;
    const { path } = folder.plan(plan.name);
    const lease: Lease | null = await Lease.take(path, undefined, lost);
    if (!lease) {
      lost = await standsStill(path, { signal });
      continue;
    }
    try {
      if (!(await isPinned(folder, plan))) await folder.writePlan(plan, lease);
      return;
    } finally {
      await lease.release();
    }
  }
}

/** Whether nothing is left to be written. @throws UsageError */
async function isPinned(folder: ExperimentFolder, plan: PinnedPlan): Promise<boolean> {
  const [there, latest] = await Promise.all([
    folder
      .plan(plan.name)
      .readPlan()
      .catch(() => null),
    folder.readPlan().catch(() => null),
  ]);
  if (there) requirePinned(there, plan.arithmetic);
  return there?.arithmetic === plan.arithmetic && latest?.name === plan.name;
}
