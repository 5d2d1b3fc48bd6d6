import { extent } from 'd3-array';
import { significant } from '../language/numbers.ts';
import { isSame, joined, msg, type Text } from '../language/phrase.ts';
import { armOf, groupBy } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import { growthEpoch } from '../run/steps.ts';
import { type Advice, type Chart, type ChartBuilder, type ChartSpec, ROWS } from './parts/chart.ts';
import { brushEpochs, epochAxis, epochEnds, opacityIfPicked, pickDepth } from './parts/choices.ts';
import { type Curves, curveRows, errors, losses } from './parts/curves.ts';
import { armShape, depthColor, pointerTarget, TRAINING } from './parts/encodings.ts';
import { armInWords } from './parts/names.ts';
import { panels } from './parts/panels.ts';
import type { PageScales } from './parts/scales.ts';
import { type Row, tableOf } from './parts/table.ts';
import {
  fittedScale,
  logAxis,
  onScale,
  smallestPositive,
  type ValueScale,
  valueEnds,
} from './parts/value-scale.ts';

export interface NetworkCurvesOptions extends Advice {
  readonly quantity: Curves['quantity'];
}

const kinds = {
  error: { curves: errors, title: msg`Error over epochs, of all networks`, axis: msg`Error in %` },
  loss: { curves: losses, title: msg`Loss over epochs, of all networks`, axis: msg`Cross-entropy in nats` },
} as const;

/** All networks in one panel, means over seeds: to see where they go the same way, and where they part. */
export function networkCurves(options: NetworkCurvesOptions): ChartBuilder {
  const { quantity } = options;
  return {
    id: `${quantity}-over-epochs`,
    title: kinds[quantity].title,
    build: (runs, scales) => build(runs, scales, options),
  };
}

function build(
  runs: readonly RunResult[],
  scales: PageScales,
  { quantity, lookFor, refutedBy }: NetworkCurvesOptions,
): Chart | undefined {
  const { curves } = kinds[quantity];
  const means = curveRows(runs, curves).filter(({ level }) => level === 'mean');
  if (means.length === 0) return undefined;
  const growths = growthRows(runs, curves);
  return {
    seen: finalInWords(means, quantity),
    lookFor,
    refutedBy,
    notes: [
      msg`Means over seeds, of runs that did not break off; measured in evaluation mode, epoch 0 before training.`,
      ...(growths.length > 0
        ? [msg`Vertical lines: identity layers are added at the end of that epoch, before it is measured.`]
        : []),
    ],
    spec: spec(scales, quantity, means, growths.length > 0, {}),
    otherScale: {
      type: 'log',
      spec: spec(scales, quantity, means, growths.length > 0, { type: 'log' }),
    },
    table: tableOf([...means, ...growths]),
    fit: { columns: 2, minimumPanel: 290 },
  };
}

/** Where the lines of training end. */
function finalInWords(means: readonly Row[], quantity: Curves['quantity']): Text | undefined {
  const training = means.filter(({ measure }) => isSame(measure as Text, TRAINING));
  const parts = [...groupBy(training, ({ arm, depth }) => `${arm}\n${depth}`).values()]
    .slice(0, 6)
    .map(line => {
      const { arm, depth, [quantity]: value } = line.at(-1)!;
      return msg`${significant(value as number, 3)} in ${armInWords(arm as string)}, depth ${depth as number}`;
    });
  return parts.length === 0
    ? undefined
    : quantity === 'error'
      ? msg`At the end the training error is, in %, ${joined(parts, msg`; `)}.`
      : msg`At the end the training loss is ${joined(parts, msg`; `)}.`;
}

/** Where networks become deeper. */
function growthRows(runs: readonly RunResult[], { quantity, of }: Curves): Row[] {
  const growing = runs.filter(({ record }) => record.config.network.grown);
  const grown = new Map(
    growing.map(run => {
      const { config } = run.record;
      return [JSON.stringify([armOf(run), config.depth, growthEpoch(config)]), run];
    }),
  );
  return [...grown.values()].flatMap(run =>
    of.map(({ name }) => ({
      arm: armOf(run),
      name: armInWords(armOf(run)),
      depth: run.record.config.depth,
      level: 'growth',
      seed: null,
      epoch: growthEpoch(run.record.config),
      measure: name,
      [quantity]: null,
      low: null,
      high: null,
    })),
  );
}

function spec(
  scales: PageScales,
  quantity: Curves['quantity'],
  means: readonly Row[],
  grows: boolean,
  scale: ValueScale,
): ChartSpec {
  const x = epochAxis;
  const [low = 0, high = 1] = extent(means, row => row[quantity] as number);
  const room = (high - low || 1) * 0.05;
  const positive = smallestPositive(means, quantity);
  const ends =
    scale.type === 'log'
      ? ([Number.isFinite(positive) ? positive : 1e-3, high > 0 ? high : 1] as const)
      : ([Math.max(0, low - room), high + room] as const);
  const sparse = Math.max(1, Math.round(Math.max(...means.map(({ epoch }) => epoch as number)) / 8));
  const y = {
    field: quantity,
    type: 'quantitative' as const,
    title: kinds[quantity].axis,
    scale: fittedScale(scale, ends),
    ...logAxis(scale),
  };
  const color = depthColor(scales);
  const level = (name: string) => [{ filter: `datum.level === '${name}'` }];
  return {
    params: [...epochEnds, ...valueEnds(scale)],
    data: { name: ROWS },
    ...onScale(scale, quantity),
    facet: panels(
      'measure',
      kinds[quantity].curves.of.map(({ name }) => name),
    ),
    columns: 2,
    spec: {
      width: 380,
      height: 300,
      layer: [
        ...(grows
          ? [
              {
                transform: level('growth'),
                mark: { type: 'rule' as const, clip: true, color: 'var(--muted)', strokeWidth: 1 },
                encoding: { x },
              },
            ]
          : []),
        {
          params: [pickDepth, brushEpochs],
          transform: level('mean'),
          mark: { type: 'line', clip: true, strokeWidth: 1.8 },
          encoding: { x, y, color, detail: { field: 'arm' }, opacity: opacityIfPicked(1) },
        },
        {
          transform: [...level('mean'), { filter: `datum.epoch % ${sparse} === 0` }],
          mark: { type: 'point', filled: true, size: 45, clip: true },
          encoding: { x, y, color, shape: armShape(scales), opacity: opacityIfPicked(1) },
        },
        {
          transform: level('mean'),
          mark: { ...pointerTarget, clip: true },
          encoding: {
            x,
            y,
            tooltip: [
              { field: 'name', title: msg`network` },
              { field: 'depth', title: msg`depth`, format: 'd' },
              { field: 'epoch', title: msg`epoch`, format: 'd' },
              { field: quantity, type: 'quantitative', title: kinds[quantity].axis, format: '.4~g' },
            ],
          },
        },
      ],
    },
  };
}
