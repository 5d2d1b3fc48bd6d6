import { finalRow } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';

/** Final errors of a run in percent, and what they were counted on. */
export interface FinalErrors {
  readonly training: number;
  readonly test: number;
  /** On how many images each was counted. */
  readonly images: { readonly training: number; readonly test: number };
  /** Error of guessing one of the classes, in percent. */
  readonly chance: number;
}

export type ErrorName = 'training' | 'test';

/** What stands for the errors of each run; runs that have none yet are left out. */
export type ErrorReading = ReadonlyMap<RunResult, FinalErrors>;

/**
 * Final errors of the runs of networks that are compared. A run that diverged has none: it is at least as bad as the worst
 * finished one and hardly worse than guessing, so that there are two readings where one did: with the worst finished errors
 * of its network in its place (of any network's where none of its own finished), and with chance. Empty where none finished.
 */
export function finalErrors(networks: readonly (readonly RunResult[])[]): readonly ErrorReading[] {
  const finished = networks.map(runs => runs.flatMap(run => errorsOf(run) ?? []));
  const any = finished.flat();
  if (any.length === 0) return [];
  const reading = (stand: (network: number, run: RunResult) => FinalErrors): ErrorReading =>
    new Map(
      networks.flatMap((runs, network) =>
        runs.flatMap(run => {
          const errors = hasDiverged(run) ? stand(network, run) : errorsOf(run);
          return errors ? [[run, errors] as const] : [];
        }),
      ),
    );
  const worst = finished.map(own => worstOf(own.length > 0 ? own : any));
  const withWorst = reading((network, run) => ({ ...worst[network]!, ...countedOn(run) }));
  if (!networks.flat().some(hasDiverged)) return [withWorst];
  return [withWorst, reading((_, run) => guessing(run))];
}

export function hasDiverged({ record }: RunResult): boolean {
  return record.status === 'diverged';
}

function errorsOf(run: RunResult): FinalErrors | undefined {
  const row = finalRow(run);
  return row && { training: row.train_error_pct, test: row.test_error_pct, ...countedOn(run) };
}

function guessing(run: RunResult): FinalErrors {
  const counted = countedOn(run);
  return { training: counted.chance, test: counted.chance, ...counted };
}

function countedOn({ record: { config, dataset } }: RunResult): Pick<FinalErrors, 'images' | 'chance'> {
  return {
    images: { training: config.data.trainEvalSize, test: config.data.testSize },
    chance: 100 * (1 - 1 / dataset.classes),
  };
}

function worstOf(errors: readonly FinalErrors[]): Pick<FinalErrors, ErrorName> {
  return {
    training: Math.max(...errors.map(({ training }) => training)),
    test: Math.max(...errors.map(({ test }) => test)),
  };
}
