import { z } from 'zod';
import { fromText, headerLine, toLines } from './csv.ts';

/** `predictions.csv`: one row per example that the errors of the run's result were counted from. */
export const predictionRowSchema = z.strictObject({
  /** Whose weights said so: the last one, or the one that early stopping returned to. */
  epoch: z.number(),
  /** `train`: the part of the training examples on which the training error is measured, not augmented. */
  split: z.enum(['train', 'test']),
  /** Of the example in the data set, from 0, among those that its authors trained on, or tested on. */
  index: z.number(),
  /** Number of its class, from 0. */
  label: z.number(),
  /** Number of the class that the network finds most likely. */
  predicted: z.number(),
});
type PredictionRow = z.infer<typeof predictionRowSchema>;

/** The same in columns: there may be tens of thousands, of each of a hundred runs. */
export interface Predictions {
  readonly epoch: number;
  readonly train: PredictedSplit;
  readonly test: PredictedSplit;
}

/** Equally long, by growing `index`. */
export interface PredictedSplit {
  readonly index: Int32Array;
  readonly label: Int32Array;
  readonly predicted: Int32Array;
}

const splits = ['train', 'test'] as const;

/** All of a file of predictions. */
export function predictionsText(predictions: Predictions): string {
  return headerLine(predictionRowSchema) + toLines(predictionRowSchema, rowsOf(predictions));
}

function rowsOf({ epoch, ...of }: Predictions): PredictionRow[] {
  return splits.flatMap(split => {
    const { index, label, predicted } = of[split];
    return Array.from(index, (number, i) => ({
      epoch,
      split,
      index: number,
      label: label[i]!,
      predicted: predicted[i]!,
    }));
  });
}

/** @param source named in errors @throws Error naming the source when the text is not such a file */
export function predictionsFrom(text: string, source: string): Predictions {
  const rows = fromText(predictionRowSchema, text, source);
  const damaged = (line: number, what: string) => new Error(`${source} is damaged: line ${line} ${what}`);
  for (const [i, row] of rows.entries()) {
    // The first line has the names of the columns.
    const line = i + 2;
    const before = rows[i - 1];
    if (!before) continue;
    if (row.epoch !== before.epoch) throw damaged(line, `is of epoch ${row.epoch} after ${before.epoch}`);
    const inOrder = row.split === before.split ? row.index > before.index : row.split === splits[1];
    if (!inOrder) {
      throw damaged(line, `has ${row.split} ${row.index} after ${before.split} ${before.index}`);
    }
  }
  const last = rows.at(-1);
  if (!last) throw new Error(`${source} is damaged: it has no rows`);
  const columnsOf = (split: PredictionRow['split']): PredictedSplit => {
    const own = rows.filter(row => row.split === split);
    const column = (name: keyof PredictedSplit) => Int32Array.from(own, row => row[name]);
    return { index: column('index'), label: column('label'), predicted: column('predicted') };
  };
  return { epoch: last.epoch, train: columnsOf('train'), test: columnsOf('test') };
}
