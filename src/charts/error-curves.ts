import { counted, fixed, significant } from '../language/numbers.ts';
import { isSame, joined, msg, sentences, type Text } from '../language/phrase.ts';
import { groupBy, networksOf } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import { chanceOf } from './parts/chance.ts';
import type { Advice, Chart, ChartBuilder } from './parts/chart.ts';
import { pickDepth } from './parts/choices.ts';
import { BAND_SEEDS, brokeOff, curveRows, thinningNote } from './parts/curves.ts';
import { type CurvesLayout, curvesSpec } from './parts/curves-spec.ts';
import { depthColor, TRAINING } from './parts/encodings.ts';
import { spread } from './parts/labels.ts';
import { armInWords } from './parts/names.ts';
import type { PageScales } from './parts/scales.ts';
import { endsInWords } from './parts/seen.ts';
import { type Row, tableOf } from './parts/table.ts';
import { smallestPositive } from './parts/value-scale.ts';

const ofDegradation: Advice = {
  lookFor: msg`Follow the heavy lines, the training error, from panel to panel: do deeper networks end higher, on the very
    images that they are trained on? And where there are shortcuts?`,
  refutedBy: msg`It would speak against degradation if the deeper plain network ended with the lower heavy line, or with the
    same heavy line and only the dashed one higher: that would be over-fitting.`,
};

/**
 * Error over epochs, one panel an arm, one vertical scale: Fig. 6 of He et al. 2015.
 *
 * @param advice captions; default: those of degradation
 */
export function errorCurves(advice: Advice = ofDegradation): ChartBuilder {
  return {
    id: 'error-curves',
    title: msg`Training and test error over epochs`,
    build: (runs, scales) => build(runs, scales, advice),
  };
}

function build(
  runs: readonly RunResult[],
  scales: PageScales,
  { lookFor, refutedBy }: Advice,
): Chart | undefined {
  const rows = curveRows(runs);
  return curvesChart(
    runs,
    rows,
    {
      panel: { field: 'name', order: scales.arms.map(armInWords) },
      line: 'depth',
      color: depthColor(scales),
      pick: pickDepth,
    },
    {
      seen: endsInWords(runs, msg`training error`, row => row.train_error_pct),
      lookFor: sentences(lookFor, msg`The vertical scale is the same in all panels.`),
      refutedBy,
      notes: notesOf(runs),
    },
    Math.min(2, scales.arms.length),
  );
}

/**
 * Rows of `curveRows`, on one vertical scale; `undefined` without any.
 *
 * @param runs all that the rows are of
 * @param captions its notes come after what is said of all such charts
 */
export function curvesChart(
  runs: readonly RunResult[],
  curves: readonly Row[],
  layout: CurvesLayout,
  { notes, ...advice }: Advice & Pick<Chart, 'notes' | 'seen'>,
  columns: number,
): Chart | undefined {
  if (curves.length === 0) return undefined;
  const [floor, ceiling] = [errorFloor(curves), errorCeiling(runs)];
  const chance = chanceOf(runs);
  const rows = [
    ...curves,
    ...lineLabels(curves, layout, (ceiling - floor) * LABEL_GAP),
    ...(chance !== null && chance <= ceiling ? chanceRows(curves, layout, chance) : []),
  ];
  const least = smallestPositive(curves, 'error');
  return {
    ...advice,
    notes: [
      msg`Training error is measured in evaluation mode on examples that are not augmented; epoch 0 is before training.`,
      ...notes,
      ...thinningNote(runs),
      ...endsNotes(runs, ceiling, chance),
    ],
    spec: curvesSpec(layout, {}, [floor, ceiling], rows),
    ...(least < ceiling && {
      otherScale: { type: 'log', spec: curvesSpec(layout, { type: 'log' }, [least, ceiling], rows) },
    }),
    table: tableOf(rows),
    fit: { columns, minimumPanel: 290 },
  };
}

/** Height between names of lines, as a share of the panel's. */
const LABEL_GAP = 0.055;

/** The name of each line, at the end of its mean training error. */
function lineLabels(rows: readonly Row[], { panel, line }: CurvesLayout, gap: number): Row[] {
  const training = rows.filter(row => row.level === 'mean' && isSame(row.measure as Text, TRAINING));
  const last = [...groupBy(training, row => `${row[panel.field]}\n${row[line]}`).values()].map(
    of => of.at(-1)!,
  );
  return [...groupBy(last, row => String(row[panel.field])).values()].flatMap(ends => {
    const places = spread(
      ends.map(({ error }) => error as number),
      gap,
    );
    return ends.map((row, i) => ({
      ...row,
      level: 'label',
      low: null,
      high: null,
      error: significant(places[i]!, 4),
    }));
  });
}

/** In each panel, for a line across it. */
function chanceRows(rows: readonly Row[], { panel }: CurvesLayout, chance: number): Row[] {
  const first = [...groupBy(rows, row => String(row[panel.field])).values()].map(([row]) => row!);
  return first.map(row => ({
    ...row,
    level: 'chance',
    seed: null,
    error: chance,
    low: null,
    high: null,
    n: 0,
  }));
}

/** Bottom of the error axis: below all that is drawn, at a multiple of five. */
function errorFloor(rows: readonly Row[]): number {
  const least = rows.reduce(
    (low, { error, low: end, level }) =>
      Math.min(low, error as number, level === 'mean' && end !== null ? (end as number) : 100),
    100,
  );
  return Math.max(0, Math.floor(least / 5 - 0.2) * 5);
}

/**
 * Top of the error axis. Every network starts near what guessing makes; in a long run that would press the end, which matters,
 * to the bottom. The axis is cut where that saves a good part of it: at the largest error after the first fifth
 * of the epochs.
 */
export function errorCeiling(runs: readonly RunResult[]): number {
  const later = runs.flatMap(run => {
    const last = run.epochs.at(-1)?.epoch ?? 0;
    return run.epochs
      .filter(row => row.epoch > 0 && row.epoch >= last / 5)
      .flatMap(row => [row.train_error_pct, row.test_error_pct]);
  });
  const ceiling = Math.ceil(later.reduce((a, b) => Math.max(a, b), 0) / 5 + 0.4) * 5;
  return later.length > 0 && ceiling <= 60 ? ceiling : Math.min(100, Math.max(95, ceiling));
}

function notesOf(runs: readonly RunResult[]): Text[] {
  const most = networksOf(runs).reduce((n, group) => Math.max(n, group.length), 0);
  if (most < 2) return [];
  return [
    most < BAND_SEEDS
      ? msg`Heavy and dashed lines are means over seeds, where every run of the mean has reached the epoch; thin lines are single seeds.`
      : msg`Heavy and dashed lines are means over seeds, where every run of the mean has reached the epoch; bands are 95 % t intervals of the training error, cut at 0 and 100 %.`,
  ];
}

/** Where the axis ends, and where runs do. */
function endsNotes(runs: readonly RunResult[], ceiling: number, chance: number | null): Text[] {
  const broken = runs.filter(run => brokeOff(run) && run.epochs.length > 0).length;
  const isAbove = runs.some(({ epochs }) =>
    epochs.some(row => Math.max(row.train_error_pct, row.test_error_pct) > ceiling),
  );
  // Where every network begins: at what guessing one of the classes makes.
  const guesses = new Set(
    runs.flatMap(({ record, epochs }) =>
      epochs.length > 0 ? fixed(100 * (1 - 1 / record.dataset.classes), 0) : [],
    ),
  );
  return [
    ...(chance !== null && chance > ceiling
      ? [msg`Chance, ${fixed(chance, 0)} %, lies above the axis.`]
      : []),
    ...(isAbove
      ? [
          msg`The axis ends at ${ceiling} %: what lies above, near ${joined([...guesses], ' / ')} % at epoch 0, is in the tooltip and the table.`,
        ]
      : []),
    ...(broken > 0
      ? [msg`A cross marks where ${counted(broken, 'run')} broke off; such runs are in no mean.`]
      : []),
  ];
}
