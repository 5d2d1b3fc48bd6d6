import { joined, msg, sentences, type Text } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import { counted } from '../numbers.ts';
import {
  type Advice,
  type Chart,
  type ChartBuilder,
  type ChartSpec,
  type PageScales,
  ROWS,
} from './chart.ts';
import { brokeOff, curveRows } from './curves.ts';
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
} from './encodings.ts';
import { tableOf } from './table.ts';

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
  if (rows.length === 0) return undefined;
  const ceiling = errorCeiling(runs);
  const drawn = new Set(rows.map(row => (row.level === 'mean' && row.low !== null ? 'band' : row.level)));
  const floor = smallestPositive(rows, 'error');
  return {
    lookFor: sentences(
      lookFor,
      msg`The vertical scale is the same in all panels. Click a depth in the legend to single it out; point at an epoch for its values; draw over a stretch of epochs to enlarge it.`,
    ),
    refutedBy,
    notes: notes(runs, ceiling),
    spec: spec(scales, { domain: [0, ceiling] }, drawn),
    ...(floor < ceiling && {
      otherScale: { type: 'log', spec: spec(scales, { type: 'log', domain: [floor, ceiling] }, drawn) },
    }),
    table: tableOf(rows),
    fit: { columns: Math.min(2, scales.arms.length), minimumPanel: 290 },
  };
}

/**
 * Top of the error axis. Every network starts near 90 %; in a long run that would press the end, which matters,
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

function notes(runs: readonly RunResult[], ceiling: number): Text[] {
  const broken = runs.filter(run => brokeOff(run) && run.epochs.length > 0).length;
  const several = runs.some((run, i) => i > 0 && run.record.config.seed !== runs[0]!.record.config.seed);
  return [
    msg`Training error is measured in evaluation mode on images that are not augmented; epoch 0 is before training.`,
    ...(several
      ? [
          msg`Bold lines are means over seeds with 95 % t intervals, cut at 0 and 100 %, where every run of the mean has reached the epoch; faint lines are single seeds.`,
        ]
      : []),
    ...(ceiling < 100
      ? [
          msg`The axis ends at ${ceiling} %: what lies above, near 90 % at epoch 0, is in the tooltip and the table.`,
        ]
      : []),
    ...(broken > 0
      ? [msg`A cross marks where ${counted(broken, 'run')} broke off; such runs are in no mean.`]
      : []),
  ];
}

/** Layers without rows would warn of an empty extent, so only those that have some are drawn. */
function spec(scales: PageScales, scale: ValueScale, drawn: ReadonlySet<unknown>): ChartSpec {
  const x = epochAxis;
  const y = {
    field: 'error',
    type: 'quantitative' as const,
    title: msg`Error in %`,
    scale: { nice: false, ...scale },
    ...logAxis(scale),
  };
  const color = depthColor(scales);
  const level = (name: string) => [{ filter: `datum.level === '${name}'` }];
  return {
    params: epochEnds,
    data: { name: ROWS },
    ...onScale(scale, 'error'),
    facet: panels('arm', scales.arms),
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
          params: [pickDepth, brushEpochs],
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
        hoverRule(scales, x),
      ].filter(layer => layer !== false),
    },
  };
}

/** An invisible line at every epoch that shows itself, and all values of its panel, under the pointer. */
function hoverRule({ depths }: PageScales, x: object) {
  const values = depths.flatMap(depth => [
    { key: `training ${depth}`, title: msg`training ${depth} %` },
    { key: `test ${depth}`, title: msg`test ${depth} %` },
  ]);
  return {
    params: [
      {
        name: 'hovered',
        select: { type: 'point', fields: ['epoch'], on: 'pointermove', clear: 'pointerout', nearest: true },
      },
    ],
    transform: [
      { filter: `datum.level === 'mean'` },
      {
        // Rows name their measure in the language of the page.
        calculate: joined(["(datum.measure === '", TEST, "' ? 'test ' : 'training ') + datum.depth"], ''),
        as: 'key',
      },
      { pivot: 'key', value: 'error', groupby: ['arm', 'epoch'], op: 'max' },
      // A depth may be missing from a panel, or not have got so far.
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
