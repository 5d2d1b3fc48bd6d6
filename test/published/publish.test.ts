import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import plainVsResidual from '../../experiments/plain-vs-residual.ts';
import { publishPlan } from '../../src/published/publish.ts';
import { verifyPublished } from '../../src/published/verify.ts';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import type { RunRecord } from '../../src/results/schema.ts';
import type { RunConfig } from '../../src/run/config.ts';
import { readRunSet } from '../../src/suite/run-sets.ts';
import { contentsOf } from '../cli/fixtures.ts';
import { written } from '../cli/written.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { makeRun, makeRuns } from '../reports/fixtures.ts';

const NAME = plainVsResidual.name;
const runs = makeRuns({ depths: [8, 20], seeds: 2, epochs: 2 });
/** As a commit is named in full. */
const commit = '0123456789abcdef0123456789abcdef01234567';

test('what is published is what was measured, without what only training needs, and its report', async t => {
  const { results, to } = await trained(t, {});
  const run = new ExperimentFolder(results, NAME).run(runs[0]!.record.id);
  await writeFile(run.file('lease-1.json'), '{}');
  const page = await publishPlan(plainVsResidual, { resultsFolder: results, to });
  t.is(page, join(to.reports, `${NAME}.html`));
  // Nothing twice: neither the page under its plan's name nor pictures of what the page shows.
  t.deepEqual(Object.keys(await contentsOf(to.reports)).sort(), [
    ...[page, join(to.reports, 'index.html'), join(to.reports, NAME, 'summary.json')].sort(),
  ]);
  const published = Object.keys(await contentsOf(to.results));
  // Of the only plan nothing is kept twice, and it is found all the same.
  for (const name of ['plan.json', 'summary.csv', 'claims.json'])
    t.is(published.filter(path => path.endsWith(`/${name}`)).length, 1, name);
  t.is((await new ExperimentFolder(to.results, NAME).readPlan())?.name, 'quick');
  const compared = await readRunSet(join(to.results, NAME));
  t.is(compared.runs.get(NAME)?.length, runs.length);
  for (const { record } of runs) t.true(published.includes(join(to.results, NAME, record.id, 'epochs.csv')));
  t.deepEqual(
    published.filter(path => !/\.(csv|csv\.gz|json)$/.test(path) || /lease|checkpoint/.test(path)),
    [],
  );
  const kept = new ExperimentFolder(to.results, NAME).run(runs[0]!.record.id);
  t.deepEqual(
    gunzipSync(await readFile(kept.file('gradients.csv.gz'))),
    await readFile(run.file('gradients.csv')),
  );
  t.deepEqual(await kept.read(), await run.read());
  t.deepEqual(await verifyPublished(to.results, [plainVsResidual]), [
    { experiment: NAME, plan: 'quick', runs: runs.length, complaints: [] },
  ]);
});

test('published again, a plan takes the place of what it was, and leaves other plans alone', async t => {
  const { results, to } = await trained(t, {});
  await publishPlan(plainVsResidual, { resultsFolder: results, to });
  const other = await trained(t, {}, 'reference', [
    makeRun({ kind: 'plain', depth: 14, seed: 1, epochs: 2 }),
  ]);
  await publishPlan(plainVsResidual, { resultsFolder: other.results, to });
  const fewer = await trained(t, {}, 'quick', runs.slice(0, 4));
  await publishPlan(plainVsResidual, { resultsFolder: fewer.results, to });
  const ids = await new ExperimentFolder(to.results, NAME).runIds();
  t.is(ids.length, 5);
  for (const [plan, link] of [
    ['quick', 'reference'],
    ['reference', 'quick'],
  ]) {
    const html = await readFile(join(to.reports, NAME, `${plan}.html`), 'utf8');
    t.true(html.includes(`href="${link}.html"`), plan);
  }
  const findings = await verifyPublished(to.results, [plainVsResidual]);
  t.deepEqual(
    findings.map(({ plan, complaints }) => [plan, complaints]),
    [
      ['quick', []],
      ['reference', []],
    ],
  );
});

const noEvidence: [what: string, changes: Partial<RunRecord>, message: RegExp][] = [
  [
    'a run that has not ended',
    { status: 'running' },
    /runs that have not ended: plain-8-.* \(running\); train them/,
  ],
  ['a run that failed', { status: 'failed', error: 'no' }, /runs that have not ended: .* \(failed\)/],
  ['a run of changed sources', { source: { commit, dirty: true } }, /sources that no commit holds: plain-8-/],
  ['a run of no commit', { source: { commit: 'unknown', dirty: false } }, /sources that no commit holds/],
  [
    'runs of two engines',
    { engine: { ...runs[0]!.record.engine, arithmetic: 'wasm-01234567' } },
    /different arithmetic, which are not compared: wasm-01234567: plain-8-.*; native/,
  ],
];

for (const [what, changes, message] of noEvidence) {
  test(`${what} is not published`, async t => {
    const { results, to } = await trained(t, changes);
    await t.throwsAsync(publishPlan(plainVsResidual, { resultsFolder: results, to }), {
      name: 'UsageError',
      message,
    });
    await t.throwsAsync(contentsOf(to.results), { code: 'ENOENT' });
  });
}

test('made-up data are no evidence, and what was never run cannot be published', async t => {
  const config = { data: { ...runs[0]!.record.config.data, dataset: 'synthetic' } as RunConfig['data'] };
  const { results, to } = await trained(
    t,
    {},
    'quick',
    makeRuns({ depths: [8], seeds: 1, epochs: 1, config }),
  );
  const publish = (plan?: string) => publishPlan(plainVsResidual, { resultsFolder: results, to, plan });
  await t.throwsAsync(publish(), { message: /its data are made up/ });
  await t.throwsAsync(publish('paper'), { message: /no plan "paper" was run in/ });
});

test('whatever is changed in what was published is found', async t => {
  const changes: [name: string, change: (path: string) => Promise<void>, complaint: RegExp][] = [
    [
      `plans/quick/summary.csv`,
      async path => writeFile(path, (await readFile(path, 'utf8')).replace('finished', 'diverged')),
      /^summary.csv is not what the rows say: line 2 reads ".*diverged.*" and should read ".*finished/,
    ],
    [
      'plans/quick/claims.json',
      path => writeFile(path, '[]\n'),
      /^claims.json is not what the rows say: line 1/,
    ],
    [
      `${runs[0]!.record.id}/epochs.csv`,
      async path => {
        const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
        const cells = lines.at(-1)!.split(',');
        cells[cells.length - 1] = '12.5';
        await writeFile(path, `${[...lines.slice(0, -1), cells.join(',')].join('\n')}\n`);
      },
      /^summary.csv is not what the rows say/,
    ],
    [
      `${runs[0]!.record.id}/notes.txt`,
      path => appendFile(path, 'x'),
      /notes.txt is nothing that was measured/,
    ],
    [
      `${runs[0]!.record.id}/gradients.csv.gz`,
      path => writeFile(path, 'no archive'),
      /gradients.csv.gz is damaged/,
    ],
  ];
  for (const [name, change, complaint] of changes) {
    const { results, to } = await trained(t, {});
    await publishPlan(plainVsResidual, { resultsFolder: results, to });
    await change(join(to.results, NAME, name));
    const complaints = (await verifyPublished(to.results, [plainVsResidual])).flatMap(one => one.complaints);
    t.regex(complaints.join('\n'), complaint, name);
  }
});

/** Runs of which the first is as `changes` say, in a folder, and one to publish to. */
async function trained(
  t: ExecutionContext,
  changes: Partial<RunRecord>,
  name = 'quick',
  all: readonly (typeof runs)[number][] = runs,
) {
  const folder = await temporaryFolder(t);
  const results = join(folder, 'results');
  const records = all.map((run, i) => ({
    ...run,
    record: { ...run.record, source: { commit, dirty: false }, ...(i === 0 && changes) },
  }));
  await written(results, NAME, records, { name, preset: name });
  return { results, to: { results: join(folder, 'published'), reports: join(folder, 'pages') } };
}
