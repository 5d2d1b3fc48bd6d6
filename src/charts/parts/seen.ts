import { mean } from '../../evidence/statistics.ts';
import { fixed } from '../../language/numbers.ts';
import { joined, msg, type Text } from '../../language/phrase.ts';
import { armOf, finalRow, groupBy } from '../../results/networks.ts';
import type { EpochRow, RunResult } from '../../results/schema.ts';

/** What a chart shows, in a sentence that is computed from its rows. */

/** Kinds of networks that a sentence names; of more nobody would read it. */
const ARMS = 4;

/**
 * What a final error does from the shallowest to the deepest network of each kind; `undefined` where no kind has two
 * depths.
 */
export function endsInWords(
  runs: readonly RunResult[],
  error: Text,
  of: (row: EpochRow) => number,
): Text | undefined {
  const parts = [...groupBy(runs, armOf)].slice(0, ARMS).flatMap(([arm, own]) => {
    const depths = [...groupBy(own, run => run.record.config.depth)]
      .map(([depth, same]) => ({ depth, errors: same.flatMap(run => finalErrorOf(run, of)) }))
      .filter(({ errors }) => errors.length > 0)
      .sort((a, b) => a.depth - b.depth);
    const [first, last] = [depths[0], depths.at(-1)];
    if (!first || !last || first === last) return [];
    const [from, to] = [first, last].map(({ errors }) => fixed(mean(errors), 1));
    return [msg`${arm} from ${from!} % (${first.depth} layers) to ${to!} % (${last.depth} layers)`];
  });
  return parts.length > 0 ? msg`Final ${error}: ${joined(parts, msg`; `)}.` : undefined;
}

function finalErrorOf(run: RunResult, of: (row: EpochRow) => number): number[] {
  const row = finalRow(run);
  return row ? [of(row)] : [];
}
