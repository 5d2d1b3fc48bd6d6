import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { experimentNames, loadExperiment } from '../../src/catalogue.ts';
import { verifyPublished } from '../../src/published/verify.ts';

const results = 'results/published';
const reports = 'reports/published';
const MAX_BYTES = 25 * 1024 ** 2;

test.serial('all that is published follows from its rows, and has its page', async t => {
  const experiments = await Promise.all(experimentNames().map(loadExperiment));
  const findings = await verifyPublished(results, experiments);
  t.true(findings.some(({ experiment }) => experiment === 'plain-vs-residual'));
  t.deepEqual(
    findings.filter(({ complaints }) => complaints.length > 0),
    [],
  );
  const pages = new Set(await readdir(reports, { recursive: true }));
  t.true(pages.has('index.html'));
  for (const { experiment, plan } of findings) {
    t.true(pages.has(`${experiment}.html`), experiment);
    const plans = findings.filter(other => other.experiment === experiment);
    t.is(pages.has(join(experiment, `${plan}.html`)), plans.length > 1, `${experiment}, ${plan}`);
  }
});

test.serial('what is published is small enough to be fetched by everyone', async t => {
  const sizes = [results, reports].map(async folder => {
    const names = await readdir(folder, { recursive: true });
    const each = await Promise.all(names.map(name => stat(join(folder, name))));
    return each.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
  });
  const [ofResults, ofReports] = (await Promise.all(sizes)) as [number, number];
  t.true(ofResults + ofReports <= MAX_BYTES, `${ofResults} and ${ofReports} bytes`);
});
