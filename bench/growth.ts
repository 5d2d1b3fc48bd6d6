import { randomStream } from '../src/random.ts';
import { Crew } from './crew.ts';
import { stepFlops } from './flops.ts';
import type { Factor, Setting } from './growth-settings.ts';
import { median } from './median.ts';
import { mebibytes, rangeOf } from './tables.ts';
import type { TextTable } from './text-table.ts';

/** One value of a factor, measured; or why it could not be. */
export type Grown = { readonly value: number; readonly setting: Setting } & (
  | { readonly imagesPerSecond: readonly number[]; readonly peakMemory: number | null }
  | { readonly reason: string }
);

/** Lets all values of one factor take turns, in another order every round; at any time only one of them trains. */
export async function measureGrowth(
  { name, settings }: Factor,
  { engine, rounds, say }: { engine: string; rounds: number; say: (line: string) => void },
): Promise<Grown[]> {
  const crews = settings.map(({ value, setting }) => ({ value, setting, crew: new Crew(engine, setting) }));
  const rates = new Map<Crew, number[]>();
  const reasons = new Map<Crew, string>();
  const attempt = async (crew: Crew, part: () => Promise<void>) => {
    if (reasons.has(crew)) return;
    await part().catch((error: Error) => void reasons.set(crew, error.message));
  };
  try {
    for (const { value, crew } of crews) {
      say(`${name} ${value} starts`);
      rates.set(crew, []);
      await attempt(crew, () => crew.warmUp());
    }
    for (let round = 1; round <= rounds; round++) {
      say(`${name}: round ${round} of ${rounds}`);
      for (const i of randomStream(round, 'growth', name).shuffle(crews.map((_, i) => i))) {
        const { crew } = crews[i]!;
        await attempt(crew, async () => void rates.get(crew)!.push(await crew.takeTurn()));
      }
    }
    return crews.map(({ value, setting, crew }) => {
      const reason = reasons.get(crew);
      if (reason !== undefined) return { value, setting, reason };
      return { value, setting, imagesPerSecond: rates.get(crew)!, peakMemory: crew.peakMemory() };
    });
  } finally {
    await Promise.all(crews.map(({ crew }) => crew.stop()));
  }
}

/** One row for each value. What grows in step with the arithmetic has equal GFLOP/s in all rows. */
export function growthTable(factor: string, rows: readonly Grown[]): TextTable {
  return {
    head: [factor, 'images/s', 'lowest–highest', 'GFLOP/s of direct convolution', 'peak MiB'],
    rows: rows.map(row => {
      if ('reason' in row) return [String(row.value), row.reason];
      const rate = median(row.imagesPerSecond);
      const gflops = (rate * stepFlops(row.setting.network)) / 1e9;
      const cells = [
        rate.toFixed(0),
        rangeOf(row.imagesPerSecond),
        gflops.toFixed(0),
        mebibytes(row.peakMemory),
      ];
      return [String(row.value), ...cells];
    }),
    labels: 1,
  };
}
