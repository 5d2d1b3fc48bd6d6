import { join } from 'node:path';
import test from 'ava';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { Lease } from '../../src/results/lease/lease.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { runHere } from './fixtures.ts';

test.serial(
  'clean leaves what somebody trains, also a run that has been taken and has no record yet',
  async t => {
    const folder = await temporaryFolder(t);
    const experiment = new ExperimentFolder(join(folder, 'results'), 'plain-vs-residual');
    const lease = (await Lease.take(experiment.run('plain-8-s1-00000000').path))!;
    t.teardown(() => lease.release());
    t.deepEqual(await experiment.runIds(), []);
    const args = [
      'clean',
      '--yes',
      '--results',
      join(folder, 'results'),
      '--reports',
      join(folder, 'reports'),
    ];
    const ended = await runHere(args);
    t.is(ended.code, 2);
    t.regex(ended.stderr, /plain-8-s1-00000000 is trained by process \d+/);
    t.deepEqual(await experiment.folderNames(), ['plain-8-s1-00000000']);
  },
);
