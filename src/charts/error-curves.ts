import { counted, fixed } from '../language/numbers.ts';
import { joined, msg, sentences, type Text } from '../language/phrase.ts';
import type { RunResult } from '../results/schema.ts';
import { type Advice, type Chart, type ChartBuilder, type ChartSpec, ROWS } from './parts/chart.ts';
import { brokeOff, curveRows, thinningNote } from './parts/curves.ts';
import {
  brushEpochs,
  depthColor,
  epochAxis,
  epochEnds,
  logAxis,
  measureDash,
  measureWidth,
  onScale,
  opacityIfPicked,
  panels,
  pickDepth,
  smallestPositive,
  TEST,
  type ValueScale,
} from './parts/encodings.ts';
import type { PageScales } from './parts/scales.ts';
import { type Row, tableOf } from './parts/table.ts';

const ofDegradation: Advice = {
  lookFor: msg`Follow one kind of line, dashed (training) or solid (test), from panel to panel. In the plain panel the deeper
    networks should end higher, on the training images too; with shortcuts they should not.`,
  refutedBy: msg`It would speak against degradation if the deeper plain network ended with the lower dashed line, or with the
    same dashed line and only the solid one higher: that would be over-fitting.`,
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
      panel: { field: 'arm', order: scales.arms },
      line: { field: 'depth', values: scales.depths },
      color: depthColor(scales),
      pick: pickDepth,
    },
    {
      lookFor: sentences(
        lookFor,
        msg`The vertical scale is the same in all panels. Click a depth in the legend to single it out; point at an epoch for its values; draw over a stretch of epochs to enlarge it.`,
      ),
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
  rows: readonly Row[],
  layout: CurvesLayout,
  { notes, ...advice }: Advice & Pick<Chart, 'notes'>,
  columns: number,
): Chart | undefined {
  if (rows.length === 0) return undefined;
  const ceiling = errorCeiling(runs);
  const floor = smallestPositive(rows, 'error');
  return {
    ...advice,
    notes: [
      msg`Training error is measured in evaluation mode on examples that are not augmented; epoch 0 is before training.`,
      ...notes,
      ...thinningNote(runs),
      ...endsNotes(runs, ceiling),
    ],
    spec: curvesSpec(layout, { domain: [0, ceiling] }, rows),
    ...(floor < ceiling && {
      otherScale: { type: 'log', spec: curvesSpec(layout, { type: 'log', domain: [floor, ceiling] }, rows) },
    }),
    table: tableOf(rows),
    fit: { columns, minimumPanel: 290 },
  };
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
  return later.length > 0 && ceiling <= 60 ? ceiling : 100;
}

function notesOf(runs: readonly RunResult[]): Text[] {
  const several = runs.some((run, i) => i > 0 && run.record.config.seed !== runs[0]!.record.config.seed);
  return several
    ? [
        msg`Bold lines are means over seeds with 95 % t intervals, cut at 0 and 100 %, where every run of the mean has reached the epoch; faint lines are single seeds.`,
      ]
    : [];
}

/** Where the axis ends, and where runs do. */
function endsNotes(runs: readonly RunResult[], ceiling: number): Text[] {
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

/** What makes a panel, and what a line in it. */
export interface CurvesLayout {
  readonly panel: { readonly field: string; readonly order: readonly Text[] };
  /** Its values are the lines, by name or number. */
  readonly line: { readonly field: string; readonly values: readonly (string | number)[] };
  readonly color: object;
  /** The selection of a depth. */
  readonly pick: object;
}

/** Layers that have rows: one without would warn of an empty extent. */
function drawnLevels(rows: readonly Row[]): ReadonlySet<unknown> {
  return new Set(rows.map(row => (row.level === 'mean' && row.low !== null ? 'band' : row.level)));
}

function curvesSpec(layout: CurvesLayout, scale: ValueScale, rows: readonly Row[]): ChartSpec {
  const drawn = drawnLevels(rows);
  const epochStep = hoverStep(layout, rows);
  const x = epochAxis;
  const y = {
    field: 'error',
    type: 'quantitative' as const,
    title: msg`Error in %`,
    scale: { nice: false, ...scale },
    ...logAxis(scale),
  };
  const { panel, color, pick } = layout;
  const level = (name: string) => [{ filter: `datum.level === '${name}'` }];
  return {
    params: epochEnds,
    data: { name: ROWS },
    ...onScale(scale, 'error'),
    facet: panels(panel.field, panel.order),
    columns: 2,
    spec: {
      width: 380,
      height: 300,
      layer: [
        drawn.has('band') && {
          transform: [{ filter: `datum.level === 'mean' && datum.low !== null` }],
          mark: { type: 'area', clip: true },
          encoding: {
            x,
            y: { ...y, field: 'low' },
            y2: { field: 'high' },
            color,
            detail: { field: 'measure' },
            opacity: opacityIfPicked(0.16, 0.02),
          },
        },
        drawn.has('seed') && {
          transform: level('seed'),
          mark: { type: 'line', clip: true, strokeWidth: 0.7 },
          encoding: {
            x,
            y,
            color,
            detail: [{ field: 'seed' }],
            strokeDash: measureDash,
            opacity: opacityIfPicked(0.4, 0.03),
          },
        },
        {
          params: [pick, brushEpochs],
          transform: level('mean'),
          mark: { type: 'line', clip: true },
          encoding: {
            x,
            y,
            color,
            strokeDash: measureDash,
            strokeWidth: measureWidth,
            opacity: opacityIfPicked(1),
          },
        },
        drawn.has('stop') && {
          transform: level('stop'),
          mark: { type: 'point', clip: true, shape: 'cross', angle: 45, filled: true, size: 70 },
          encoding: { x, y, color, opacity: opacityIfPicked(1) },
        },
        hoverRule(layout, x, epochStep),
      ].filter(layer => layer !== false),
    },
  };
}

/** Lines under the pointer that a chart may have: each is computed before it is needed. */
const HOVER_RULES = 1200;

/** Every so many epochs there is one, so that all panels together have no more. */
function hoverStep({ panel }: CurvesLayout, rows: readonly Row[]): number {
  const epochs = rows.reduce((last, { epoch }) => Math.max(last, Number(epoch)), 0) + 1;
  return Math.ceil((epochs * panel.order.length) / HOVER_RULES);
}

/** Invisible lines at epochs, the nearest of which shows itself, and all values of its panel, under the pointer. */
function hoverRule({ panel, line }: CurvesLayout, x: object, step: number) {
  // By place: a name may hold what expressions and field names cannot.
  const values = line.values.flatMap((value, i) => [
    { key: `training ${i}`, title: msg`training ${value} %` },
    { key: `test ${i}`, title: msg`test ${value} %` },
  ]);
  const place = `indexof(${JSON.stringify(line.values)}, datum['${line.field}'])`;
  return {
    params: [
      {
        name: 'hovered',
        select: { type: 'point', fields: ['epoch'], on: 'pointermove', clear: 'pointerout', nearest: true },
      },
    ],
    transform: [
      { filter: `datum.level === 'mean' && datum.epoch % ${step} === 0` },
      {
        // Rows name their measure in the language of the page.
        calculate: joined(["(datum.measure === '", TEST, `' ? 'test ' : 'training ') + ${place}`], ''),
        as: 'key',
      },
      { pivot: 'key', value: 'error', groupby: [panel.field, 'epoch'], op: 'max' },
      // A line may be missing from a panel, or not have got so far.
      ...values.map(({ key }) => ({
        calculate: `isValid(datum['${key}']) ? format(datum['${key}'], '.2f') : '–'`,
        as: `${key} text`,
      })),
    ],
    mark: { type: 'rule', clip: true, color: 'var(--muted)', strokeWidth: 1 },
    encoding: {
      x,
      opacity: { condition: { param: 'hovered', empty: false, value: 0.7 }, value: 0 },
      tooltip: [
        { field: 'epoch', title: msg`epoch`, format: 'd' },
        ...values.map(({ key, title }) => ({ field: `${key} text`, type: 'nominal', title })),
      ],
    },
  };
}
