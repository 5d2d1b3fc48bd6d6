import { experimentNames, loadExperiment } from '../catalogue.ts';
import type { EngineChoice } from '../engine/registry.ts';
import { retrain, shortestRun } from '../published/retrain.ts';
import { verifyPublished } from '../published/verify.ts';
import { UsageError } from '../usage-error.ts';

export interface VerifyCommandOptions {
  readonly published: string;
  readonly retrain: boolean;
  readonly engine: EngineChoice;
}

/**
 * Says of everything that is published whether it can be had again from its rows, and of its shortest run whether that
 * can be had again at all.
 *
 * @returns whether all is as it was published
 */
export async function verifyCommand(
  { published, retrain: again, engine }: VerifyCommandOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const experiments = await Promise.all(experimentNames().map(loadExperiment));
  const findings = await verifyPublished(published, experiments);
  if (findings.length === 0) throw new UsageError(`--published: nothing is published in ${published}`);
  let good = true;
  const tell = (what: string, complaints: readonly string[], fine: string) => {
    good &&= complaints.length === 0;
    console.log(complaints.length === 0 ? `${what}: ${fine}` : `${what}:\n  ${complaints.join('\n  ')}`);
  };
  for (const { experiment, plan, runs, complaints } of findings)
    tell(`${experiment}, ${plan}`, complaints, `${runs} runs; summary and claims follow from their rows`);
  const shortest = again ? await shortestRun(published, experimentNames()) : null;
  if (!shortest) return good;
  const { experiment, record } = shortest;
  const { sameArithmetic, complaints } = await retrain(published, experiment, record, engine, signal);
  const fine = sameArithmetic ? 'the same bytes' : 'within the bounds of another arithmetic';
  tell(`${experiment}, ${record.id} trained again`, complaints, fine);
  return good;
}
