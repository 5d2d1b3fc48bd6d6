import test from 'ava';
import { blockProfile } from '../../src/charts/block-profile.ts';
import { blockTraining } from '../../src/charts/block-training.ts';
import type { ChartBuilder } from '../../src/charts/parts/chart.ts';
import { scalesOf } from '../../src/charts/parts/scales.ts';
import { type Row, rowsOf } from '../../src/charts/parts/table.ts';
import type { Text } from '../../src/language/phrase.ts';
import type { RunResult } from '../../src/results/schema.ts';
import { cutShort, makeRuns } from '../reports/fixtures.ts';

const common = {
  id: 'blocks',
  title: 'Blocks',
  axis: 'Value',
  scale: 'linear',
  lookFor: 'What there is to see.',
  refutedBy: 'What it would not look like.',
} as const;

function rows(builder: ChartBuilder, runs: readonly RunResult[]): Row[] {
  const chart = builder.build(runs, scalesOf(runs));
  return chart ? rowsOf(chart.table) : [];
}

/** Residual and plain runs of two seeds whose blocks have these values at both moments. */
function runsWith(values: readonly (readonly number[])[], column = 'residual_ratio'): RunResult[] {
  const runs = makeRuns({ depths: [8], seeds: 2, epochs: 2 });
  return runs.map(run => ({
    ...run,
    blocks: run.blocks.map(row => {
      const value = values[run.record.config.seed - 1]![row.block_index]!;
      return row.kind === 'residual' ? { ...row, [column]: value } : row;
    }),
  }));
}

test('over training, blocks are averaged, then seeds; plain networks have no such number', t => {
  const runs = runsWith([
    [9, 1, 2, 6],
    [9, 2, 4, 12],
  ]);
  const drawn = rows(blockTraining({ ...common, measure: 'residual_ratio' }), runs);
  t.deepEqual(
    drawn.map(({ panel, step, value }) => [panel, step, value]),
    [
      ['residual', 0, (18 / 4 + 27 / 4) / 2],
      ['residual', 20, (18 / 4 + 27 / 4) / 2],
    ],
  );
  // 10,000 images in batches of 128 are 78 steps.
  t.deepEqual(drawn[1]!.epoch, 0.2564);
  const same = rows(blockTraining({ ...common, measure: 'residual_ratio', blocks: 'same shape' }), runs);
  t.deepEqual(same[0]!.value, 1.5);
});

test('on a logarithmic scale means are geometric, and only what is 0 throughout is 0', t => {
  const runs = runsWith(
    [
      [1e-6, 0, 0, 1e-4],
      [0, 1e-6, 1e-6, 1e-6],
    ],
    'forward_error',
  );
  const options = { ...common, measure: 'forward_error', scale: 'log' } as const;
  t.deepEqual(
    rows(blockTraining(options), runs).map(({ value }) => value),
    [1e-5, 1e-5].map(value => Number(Math.sqrt(value * 1e-6).toPrecision(4))),
  );
  const profile = rows(blockProfile({ ...options, moments: ['last epoch'] }), runs);
  t.deepEqual(
    profile.map(({ block, value }) => [block, value]),
    [
      [0, 1e-6],
      [1, 1e-6],
      [2, 1e-6],
      [3, 1e-5],
    ],
  );
  const zeros = runsWith(
    [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ],
    'forward_error',
  );
  t.deepEqual(
    rows(blockTraining(options), zeros).map(({ value }) => value),
    [0, 0],
  );
  const chart = blockTraining(options).build(zeros, scalesOf(zeros))!;
  t.regex(chart.notes.join(' '), /Triangles at the foot of a panel are values of exactly 0/);
});

test('several measures have panels of their own, in their order', t => {
  const measure = [
    ['back', 'backward_error'],
    ['ahead', 'forward_error'],
  ] as const;
  const runs = makeRuns({ depths: [8], seeds: 1, epochs: 2 });
  const titles = (builder: ChartBuilder) => [
    ...new Set(rows(builder, runs).map(({ panel }) => String(panel))),
  ];
  t.deepEqual(titles(blockTraining({ ...common, measure })), ['residual, back', 'residual, ahead']);
  const moments = ['before training', 'last epoch'] as const;
  const profile = blockProfile({ ...common, measure, moments });
  t.deepEqual(titles(profile).sort(), [
    'residual, ahead, before training',
    'residual, ahead, last epoch',
    'residual, back, before training',
    'residual, back, last epoch',
  ]);
  const facet = (profile.build(runs, scalesOf(runs))!.spec as { facet: { sort: Text[] } }).facet;
  t.deepEqual(facet.sort.map(String), [
    'residual, back, before training',
    'residual, back, last epoch',
    'residual, ahead, before training',
    'residual, ahead, last epoch',
  ]);
});

test('a run that broke off has no part in the course of training', t => {
  const [first, second, ...plain] = makeRuns({ kinds: ['residual'], depths: [8], seeds: 2, epochs: 2 });
  const builder = blockTraining({ ...common, measure: 'output_rms' });
  const broken = { ...cutShort(second!, 'diverged', 1), blocks: second!.blocks.slice(0, 4) };
  t.deepEqual(rows(builder, [first!, broken, ...plain]), rows(builder, [first!]));
  t.is(rows(builder, [first!]).length, 2);
});

test('a run that diverged or has not ended counts in the moments before, not in the last one', t => {
  const runs = runsWith([
    [9, 1, 1, 1],
    [9, 3, 3, 3],
  ]);
  const [kept, other] = runs.filter(({ record }) => record.config.kind === 'residual');
  const builder = blockProfile({
    ...common,
    measure: 'residual_ratio',
    kinds: ['residual'],
    moments: ['before training', 'last epoch'],
  });
  for (const status of ['diverged', 'running', 'failed'] as const) {
    const drawn = rows(builder, [kept!, cutShort(other!, status, 1)]);
    const values = (moment: string) =>
      drawn.filter(row => String(row.panel).includes(moment) && row.block === 1).map(row => row.value);
    t.deepEqual([values('before training'), values('last epoch')], [[2], [1]]);
  }
});

test('charts that are compared have one vertical scale, and name panels without what all of them share', t => {
  const config = { network: { width: 8, shortcut: 'A', batchNorm: false } } as const;
  const runs = makeRuns({ depths: [8], seeds: 1, epochs: 2 }).concat(
    makeRuns({ depths: [8], kinds: ['residual'], seeds: 1, epochs: 2, config }).map(run => ({
      ...run,
      blocks: run.blocks.map(row => ({ ...row, gradient_norm: 500 })),
    })),
  );
  const options = { ...common, measure: 'gradient_norm', moments: ['last epoch'], small: true } as const;
  const [plain, residual] = (['plain', 'residual'] as const).map(kind => {
    const builder = blockProfile({ ...options, scale: 'log', kinds: [kind], scaleOfAll: true });
    return builder.build(runs, scalesOf(runs))!;
  });
  const domains = (chart: typeof plain) =>
    [...JSON.stringify(chart!.spec).matchAll(/"scale":({[^}]*"domain":\[[^\]]*\][^}]*})/g)].map(
      ([, scale]) => scale,
    );
  t.true(domains(plain).includes('{"type":"log","domain":[0.001,500],"nice":true}'));
  t.deepEqual(domains(plain), domains(residual));
  t.deepEqual(
    new Set(rowsOf(residual!.table).map(({ panel }) => panel)),
    new Set(['residual', 'no batch norm']),
  );
  t.is(residual!.fit.columns, 4);
});
