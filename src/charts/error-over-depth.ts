import { extent } from 'd3-array';
import { counted, fixed, significant } from '../language/numbers.ts';
import { isSame, msg, type Text } from '../language/phrase.ts';
import type { PublishedErrors } from '../paper/published.ts';
import { finalRow, groupBy } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import { chanceOf } from './parts/chance.ts';
import type { Advice, Chart, ChartBuilder } from './parts/chart.ts';
import { ALWAYS } from './parts/choices.ts';
import { depthSpec } from './parts/depth-spec.ts';
import {
  epochsThrough,
  finalRows,
  panelTitles,
  publishedRows,
  rowsThroughTraining,
} from './parts/final-errors.ts';
import { spread } from './parts/labels.ts';
import type { PageScales } from './parts/scales.ts';
import { endsInWords } from './parts/seen.ts';
import { type Row, tableOf } from './parts/table.ts';

export interface ErrorOverDepthOptions {
  /** Published numbers, drawn only where the runs are comparable by its own rule. */
  readonly published?: PublishedErrors;
  /** Which errors have a panel; default: both. */
  readonly errors?: 'both' | 'training';
  /** Captions; default: those of degradation and its cure. */
  readonly advice?: Advice;
}

const ofDegradation: Advice = {
  lookFor: msg`Compare the slopes. The training panel shows the error on images that the network was trained on: does the
    plain line climb with depth there, not only in the test panel, and the residual line not?`,
  refutedBy: msg`It would speak against degradation if the plain line fell from left to right in the training panel, and against
    the cure if the residual line climbed with it.`,
};

/** Training error against depth alone, for a first screen. */
export function trainingErrorOverDepth(): ChartBuilder {
  return {
    id: 'training-error-over-depth',
    title: msg`Final training error in %, over depth in layers`,
    build: (runs, scales) => build(runs, scales, { errors: 'training' }),
  };
}

/** Final error against depth: the picture of degradation. */
export function errorOverDepth(options: ErrorOverDepthOptions = {}): ChartBuilder {
  return {
    id: 'error-over-depth',
    title: msg`Final error over depth`,
    build: (runs, scales) => build(runs, scales, options),
  };
}

/** Moments that the slider stops at, the end not counted. */
const MOMENTS = 41;

/** Height between names of lines, as a share of the panel's. */
const LABEL_GAP = 0.06;

function build(
  runs: readonly RunResult[],
  scales: PageScales,
  { published, advice = ofDegradation, errors = 'both' }: ErrorOverDepthOptions,
): Chart | undefined {
  const finished = runs.filter(run => finalRow(run) !== undefined);
  if (finished.length === 0) return undefined;
  const fromPaper = published ? publishedRows(finished, published) : [];
  const unfinished = runs.length - finished.length;
  const seeds = [...new Set(finished.map(run => run.record.config.seed))].sort((a, b) => a - b);
  const several = seeds.length > 1;
  const titles = errors === 'both' ? panelTitles : panelTitles.slice(0, 1);
  const isDrawn = ({ panel }: Row) => titles.some(title => isSame(title, panel as Text));
  const final = [...finalRows(finished), ...fromPaper].filter(isDrawn);
  const earlier = errors === 'both' ? rowsThroughTraining(finished, epochsThrough(finished, MOMENTS)) : [];
  const chance = chanceOf(finished);
  const ends = endsOf(final);
  const rows = [
    ...final,
    ...earlier,
    ...lineNames([...final, ...earlier], ends),
    ...(chance === null ? [] : titles.map(panel => ({ ...BLANK, panel, level: 'chance', error: chance }))),
  ];
  const all = earlier.length > 0 ? endsOf(earlier) : ends;
  const drawing = { scales, several, published: fromPaper.length > 0, ends, all, titles };
  return {
    ...advice,
    seen: endsInWords(finished, msg`training error`, row => row.train_error_pct),
    notes: [
      msg`Errors of the last epoch, never of the best one.`,
      ...(several
        ? [msg`Lines are means over seeds, bars 95 % t intervals, small dots beside them single seeds.`]
        : [msg`One seed: no interval.`]),
      ...(earlier.length > 0
        ? [
            msg`The slider shows errors in the midst of training, at the large learning rate perhaps: a shorter training would not have ended there. Verdicts are about the end alone; a run that ended earlier keeps its last value.`,
          ]
        : []),
      ...(chance !== null && chance > ends[1]
        ? [msg`Chance, ${fixed(chance, 0)} %, lies above the axis.`]
        : []),
      ...(fromPaper.length > 0 && published
        ? [msg`Grey diamonds: ${published.source}; ${published.condition}.`]
        : []),
      ...(unfinished > 0 ? [msg`${counted(unfinished, 'run')} without a final error left out.`] : []),
    ],
    spec: depthSpec(drawing, {}),
    otherScale: { type: 'log', spec: depthSpec(drawing, { type: 'log' }) },
    table: tableOf(rows),
    fit: { columns: titles.length, minimumPanel: 290 },
    ...(earlier.length > 0 && { slider: { seeds: several ? seeds : [] } }),
  };
}

const BLANK = {
  panel: '',
  name: '',
  arm: null,
  depth: null,
  at: ALWAYS,
  level: '',
  seed: null,
  error: null,
  low: null,
  high: null,
  n: 0,
};

/** Names of lines, where they end: at the deepest network of each. */
function lineNames(rows: readonly Row[], [low, high]: readonly [number, number]): Row[] {
  const means = rows.filter(({ level }) => level === 'mean');
  return [...groupBy(means, ({ panel, at }) => `${panel}\n${at}`).values()].flatMap(same => {
    const last = [...groupBy(same, ({ arm }) => arm).values()].map(line =>
      line.reduce((deepest, row) => (Number(row.depth) > Number(deepest.depth) ? row : deepest)),
    );
    const places = spread(
      last.map(({ error }) => error as number),
      (high - low) * LABEL_GAP,
    );
    return last.map((row, i) => ({
      ...row,
      level: 'label',
      error: significant(places[i]!, 4),
      low: null,
      high: null,
    }));
  });
}

/** Ends of an axis that has room for all of these errors and their intervals. */
function endsOf(rows: readonly Row[]): [number, number] {
  const values = rows.flatMap(({ error, low, high }) =>
    [error, low, high].filter(value => typeof value === 'number'),
  );
  const [least = 0, most = 100] = extent(values);
  const room = Math.max(1, (most - least) * 0.06);
  return [Math.max(0, Math.floor(least - room)), Math.min(100, Math.ceil(most + room))];
}
