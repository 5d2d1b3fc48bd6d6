import type { ReportContext } from '../../src/reports/context.ts';
import { sortRuns } from '../../src/results/networks.ts';
import type { PredictedSplit } from '../../src/results/predictions.ts';
import {
  type EpochRow,
  type GradientRow,
  type LesionRow,
  noRows,
  RESULTS_SCHEMA,
  type ResponseRow,
  type RunRecord,
  type RunResult,
} from '../../src/results/schema.ts';
import type { Kind, RunConfig } from '../../src/run/config.ts';
import { runId } from '../../src/run/id.ts';

/** Plausible runs from closed formulas: nothing is random, so every page made from them is the same. */
export interface FixtureOptions {
  readonly kinds?: readonly Kind[];
  readonly depths?: readonly number[];
  readonly seeds?: number;
  readonly epochs?: number;
  readonly config?: Partial<RunConfig>;
}

export function makeRuns({
  kinds = ['plain', 'residual'],
  depths = [8, 20, 32, 56],
  seeds = 3,
  epochs = 20,
  config = {},
}: FixtureOptions = {}): RunResult[] {
  const all = depths.flatMap(depth =>
    kinds.flatMap(kind => Array.from({ length: seeds }, (_, i) => ({ kind, depth, seed: i + 1 }))),
  );
  return all.map(network => makeRun({ ...network, config, epochs }));
}

export interface RunOptions {
  readonly kind: Kind;
  readonly depth: number;
  readonly seed: number;
  readonly epochs?: number;
  readonly config?: Partial<RunConfig>;
  readonly record?: Partial<RunRecord>;
  /** Replaces the errors of the last epoch, in %. */
  readonly final?: { readonly train: number; readonly test: number };
}

export function makeRun({
  kind,
  depth,
  seed,
  epochs = 20,
  config: changes = {},
  record = {},
  final,
}: RunOptions): RunResult {
  const config: RunConfig = { ...baseConfig(epochs), kind, depth, seed, ...changes };
  const id = runId(config);
  const identity = { run_id: id, kind, depth, seed };
  const rows = Array.from({ length: epochs + 1 }, (_, epoch) => epochRow(identity, epoch, epochs));
  if (final) Object.assign(rows.at(-1)!, { train_error_pct: final.train, test_error_pct: final.test });
  const names = layerNames(depth);
  return {
    ...noRows,
    record: { ...baseRecord(config, id), ...record },
    epochs: rows,
    gradients: rows.flatMap(({ epoch, step }) =>
      names.map((name, i) => gradientRow(identity, epoch, step, epochs, name, i, names.length)),
    ),
    responses: [0, epochs].flatMap(epoch =>
      names.map((name, i) => responseRow(identity, epoch, name, i, names.length)),
    ),
    blocks: [0, epochs].flatMap(epoch => blockRows(identity, epoch, kind)),
    'linear-classifiers': blockNames.map((name, i) => ({
      ...identity,
      epoch: epochs,
      step: epochs * 10,
      block_index: i,
      block_name: name,
      linear_error_pct: 80 - 10 * i,
    })),
    lesions: lesionRows(identity, epochs),
    landscape: surfaceRows(identity, epochs),
    shattering: [1, 8, 64].map(index => ({
      ...identity,
      epoch: 0,
      step: 0,
      distance_index: index,
      distance: index / 64,
      correlation: 1 / (1 + index * (kind === 'plain' ? depth : 1)),
      pairs: 8 * (65 - index),
    })),
    timing: rows.slice(1).map(({ epoch }) => ({
      epoch,
      seconds: 12,
      train_seconds: 9,
      evaluation_seconds: 2,
      probe_seconds: 1,
      images_per_second: 800,
      rss_mb: 512,
    })),
  };
}

/** Plain networks of two seeds: depth 8, what it becomes at half of the epochs, and depth 20. Equal until then. */
export function growingRuns(epochs = 4): RunResult[] {
  const { network } = baseConfig(epochs);
  const grown = { fromDepth: 8, at: 0.5 };
  return [1, 2].flatMap(seed => {
    const shallow = makeRun({ kind: 'plain', depth: 8, seed, epochs });
    const run = makeRun({
      kind: 'plain',
      depth: 20,
      seed,
      epochs,
      config: { network: { ...network, grown } },
    });
    const rows = run.epochs.map((row, i) =>
      row.epoch <= epochs / 2 ? { ...shallow.epochs[i]!, run_id: row.run_id, depth: row.depth } : row,
    );
    return [shallow, { ...run, epochs: rows }, makeRun({ kind: 'plain', depth: 20, seed, epochs })];
  });
}

/** Two depths, and a wider network, of both kinds, with all that is measured. */
export function runsOfAllKinds(): RunResult[] {
  const network = { width: 8, shortcut: 'A', batchNorm: true, widening: 2 } as const;
  const small = { seeds: 2, epochs: 2 };
  return sortRuns([
    ...makeRuns({ ...small, depths: [20, 56] }),
    ...makeRuns({ ...small, depths: [56], config: { network } }),
  ]);
}

export const context: ReportContext = {
  preset: 'quick',
  // Nothing but what has run.
  planned: [],
  command: 'npm run exp:plain-vs-residual -- --preset quick',
  deviations: [
    { what: 'Images are 16×16.', why: 'A quarter of the arithmetic; the effect is the same in a pilot.' },
    {
      what: 'The learning rate is 0.05, with warm-up.',
      why: 'Deep networks need a gentler start in a short budget.',
    },
  ],
  plan: 'quick',
  place: { resultsPath: '../results/plain-vs-residual', indexPath: 'index.html', otherPlans: [] },
};

/** Predictions for single examples, by growing index. */
export function predictedSplit(
  examples: readonly { readonly index: number; readonly label: number; readonly predicted: number }[],
): PredictedSplit {
  const column = (name: 'index' | 'label' | 'predicted') =>
    Int32Array.from(examples, example => example[name]);
  return { index: column('index'), label: column('label'), predicted: column('predicted') };
}

/** With predictions; without a split of its own, of 200 examples with about the error of its last epoch. */
export function withPredictions(run: RunResult, split?: PredictedSplit): RunResult {
  const { epoch, train_error_pct: error } = run.epochs.at(-1)!;
  const { kind, seed } = run.record.config;
  const own = predictedSplit(
    Array.from({ length: 200 }, (_, i) => {
      const label = i % 10;
      const wrong = 50 + 50 * ripple(i, seed, kind === 'plain' ? 1 : 2) < error;
      return { index: 3 * i, label, predicted: wrong ? (label + 1 + (i % 7)) % 10 : label };
    }),
  );
  return { ...run, predictions: { epoch, train: split ?? own, test: split ?? own } };
}

/** A plan of these runs. */
export function plannedOf(runs: readonly RunResult[]): ReportContext['planned'] {
  return runs.map(({ record: { id, config } }) => ({ id, config }));
}

/** The paper's size, section 4.2 of He et al. 2015. */
export const paperConfig: Partial<RunConfig> = {
  network: { width: 16, shortcut: 'A', batchNorm: true },
  data: {
    dataset: 'cifar10',
    resolution: 32,
    augmentation: { cropPadding: 4, flip: true },
    trainSize: 50_000,
    trainEvalSize: 50_000,
    valSize: 0,
    testSize: 10_000,
  },
  recipe: {
    epochs: 165,
    maxSteps: 64_000,
    batchSize: 128,
    learningRate: 0.1,
    warmup: null,
    milestones: [
      { at: 0.5, factor: 0.1 },
      { at: 0.75, factor: 0.01 },
    ],
    optimizer: { name: 'momentum', options: { momentum: 0.9 } },
    weightDecay: 0.0001,
  },
};

/** A run whose rows stop early, as of one that is running, diverged or failed. */
export function cutShort(
  run: RunResult,
  status: RunRecord['status'],
  epochs: number,
  error?: string,
): RunResult {
  return {
    ...run,
    record: { ...run.record, status, finished: null, ...(error === undefined ? {} : { error }) },
    epochs: run.epochs.slice(0, epochs + 1),
    gradients: run.gradients.filter(row => row.epoch <= epochs),
    responses: run.responses.filter(row => row.epoch <= epochs),
  };
}

type Identity = Pick<EpochRow, 'run_id' | 'kind' | 'depth' | 'seed'>;

// Ripples like noise: between −1 and 1, the same on every machine to the digits that reports keep.
function ripple(...numbers: number[]): number {
  return Math.sin(numbers.reduce((sum, value, i) => sum + value * (12.9898 + 7.77 * i), 1));
}

function epochRow(identity: Identity, epoch: number, epochs: number): EpochRow {
  const { kind, depth, seed } = identity;
  const floor = kind === 'plain' ? 46 + 0.55 * (depth - 8) : 46 - 7 * (1 - Math.exp(-(depth - 8) / 14));
  const speed = kind === 'plain' ? 6 + depth / 14 : 4.5 + depth / 40;
  const progress = Math.exp((-epoch / epochs) * speed);
  const noise =
    ripple(seed, depth, epoch, kind === 'plain' ? 0 : 1) * (epoch === 0 ? 0.3 : 0.4 + 2.2 * progress) +
    ripple(seed, depth) * 1.2;
  const train = Math.min(97, floor + (90 - floor) * progress + noise);
  const test = Math.min(97, train + (kind === 'plain' ? -1 : 1) + 0.5 * ripple(epoch, seed));
  const step = epoch * 78;
  return {
    ...identity,
    epoch,
    step,
    learning_rate: epoch < 0.6 * epochs ? 0.05 : epoch < 0.85 * epochs ? 0.005 : 0.0005,
    batch_loss: epoch === 0 ? null : train / 30,
    train_loss: train / 32,
    train_error_pct: train,
    val_error_pct: test + 0.3,
    test_loss: test / 32,
    test_error_pct: test,
  };
}

function gradientRow(
  identity: Identity,
  epoch: number,
  step: number,
  epochs: number,
  name: string,
  i: number,
  layers: number,
): GradientRow {
  const position = i / (layers - 1);
  const slope = identity.kind === 'plain' ? 0.9 : 0.3;
  const log10 =
    -1.2 -
    slope * position -
    0.5 * (epoch / epochs) +
    0.15 * ripple(i, identity.seed, epoch) +
    (i === layers - 1 ? 0.9 : 0);
  return {
    ...identity,
    epoch,
    step,
    layer_index: i,
    layer_name: name,
    parameter: `${name}/kernel`,
    grad_norm: 10 ** log10,
    weight_norm: 3,
  };
}

function responseRow(
  identity: Identity,
  epoch: number,
  name: string,
  i: number,
  layers: number,
): ResponseRow {
  const strength = identity.kind === 'plain' ? 1 : 0.7 * (20 / (20 + identity.depth)) + 0.15;
  const std = strength * (1 + 0.35 * ripple(i, identity.depth) - (0.3 * i) / layers);
  return { ...identity, epoch, layer_index: i, layer_name: name, std };
}

function layerNames(depth: number): string[] {
  const blocks = (depth - 2) / 6;
  const stages = [1, 2, 3].flatMap(stage =>
    Array.from({ length: blocks }, (_, block) =>
      [1, 2].map(conv => `stage${stage}/block${block + 1}/conv${conv}`),
    ).flat(),
  );
  return ['stem/conv', ...stages, 'head/dense'];
}

function baseConfig(epochs: number): Omit<RunConfig, 'kind' | 'depth' | 'seed'> {
  return {
    network: { width: 8, shortcut: 'A', batchNorm: true },
    data: {
      dataset: 'cifar10',
      resolution: 16,
      augmentation: { cropPadding: 2, flip: true },
      trainSize: 10_000,
      trainEvalSize: 2_000,
      valSize: 1_000,
      testSize: 2_000,
    },
    recipe: {
      epochs,
      maxSteps: null,
      batchSize: 128,
      learningRate: 0.05,
      warmup: { fraction: 0.1, from: 0.1, shape: 'linear' },
      milestones: [
        { at: 0.6, factor: 0.1 },
        { at: 0.85, factor: 0.01 },
      ],
      optimizer: { name: 'momentum', options: { momentum: 0.9 } },
      weightDecay: 0.0001,
    },
    regularizers: [],
  };
}

function baseRecord(config: RunConfig, id: string): RunRecord {
  return {
    schema: RESULTS_SCHEMA,
    id,
    experiment: 'plain-vs-residual',
    config,
    status: 'finished',
    parameters: 1_000 + 1_350 * (config.depth - 2),
    engine: {
      name: 'native',
      device: 'cpu',
      threads: 1,
      arithmetic: 'native (avx512)',
      versions: { '@tensorflow/tfjs': '4.22.0', node: '20.20.2' },
    },
    dataset: {
      name: 'cifar10',
      sha256: 'ab'.repeat(32),
      classes: 10,
      train: 10_000,
      val: 1_000,
      test: 2_000,
    },
    source: { commit: 'bbae3e5', dirty: false },
    started: '2026-11-24T03:00:00.000Z',
    finished: '2026-11-24T03:10:00.000Z',
    wall_seconds: 240 + 12 * config.depth,
  };
}

const blockNames = ['stem', 'stage1/block1', 'stage2/block1', 'stage3/block1'];

/** Three blocks behind the stem; of plain networks less is known. */
function blockRows(
  identity: { run_id: string; kind: Kind; depth: number; seed: number },
  epoch: number,
  kind: Kind,
) {
  const shortcut = (value: number) => (kind === 'residual' ? value : null);
  return blockNames.map((name, i) => ({
    ...identity,
    epoch,
    step: epoch * 10,
    block_index: i,
    block_name: name,
    output_rms: 1 + i / 10,
    gradient_norm: 10 ** -i,
    residual_ratio: i === 0 ? null : shortcut(0.5 / i),
    forward_error: shortcut(i * 1e-7),
    backward_error: shortcut(i * 1e-6),
    shortcut_share: shortcut(0.5 + i / 10),
    branch_share: shortcut(0.5 - i / 10),
  }));
}

/** Of three blocks, the first of which keeps the shape; and of deeper networks, as if they had more of them. */
function lesionRows(identity: { run_id: string; kind: Kind; depth: number; seed: number }, epochs: number) {
  const cost = identity.kind === 'plain' ? 12 : 3;
  const row = (lesion: LesionRow['lesion'], count: number, block: number | null = null) => ({
    ...identity,
    epoch: epochs,
    step: epochs * 10,
    lesion,
    count,
    draw: 1,
    block_index: block,
    block_name: block === null ? '' : blockNames[block]!,
    test_error_pct: Math.min(90, 40 + cost * count),
    test_loss: null,
  });
  return [
    row('none', 0),
    row('one', 1, 1),
    row('one', 1, 2),
    row('one', 1, 3),
    row('several', 2),
    row('several', 4),
    row('swapped', 1),
    row('swapped', 2),
  ].map((lesion, index) => ({ ...lesion, lesion_index: index }));
}

/** A bowl of nine points, without a number in one corner. */
function surfaceRows(identity: { run_id: string; kind: Kind; depth: number; seed: number }, epochs: number) {
  const steps = [-1, 0, 1];
  return steps.flatMap((beta, row) =>
    steps.map((alpha, column) => ({
      ...identity,
      epoch: epochs,
      step: epochs * 10,
      point_index: 3 * row + column,
      alpha,
      beta,
      train_loss: alpha + beta === 2 ? null : 1 + alpha ** 2 + beta ** 2,
      train_error_pct: 50 + 10 * (alpha ** 2 + beta ** 2),
    })),
  );
}
