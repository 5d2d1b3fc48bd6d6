import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { root } from '../cli/fixtures.ts';
import type { Child } from './child.ts';
import { fill, smallDisk, whyNoMount } from './disks.ts';
import type { Fault } from './fault.ts';
import { EPOCHS, isAsUndisturbed } from './reference.ts';
import { endsWell, type Round } from './round.ts';
import { FolderSite, QueueSite, whyNoQueueSite } from './site.ts';

/** Ends with a line that says what to do, or had nothing to write any more. */
async function saysThatItIsFull(round: Round, child: Child): Promise<void> {
  await endsWell(child, [0, 1]);
  const { code, stderr } = await child.ended;
  round.notes.push(`exit code ${code}`);
  if (code === 1)
    assert.match(stderr, /^error: \S+ cannot be written: it needs \d+ bytes, \d+ bytes are free there\n/);
}

const resultsOfSuite: Fault = {
  name: 'disk-full',
  store: 'folder',
  whyNot: whyNoMount,
  async play(round) {
    const disk = await smallDisk(round, join(round.folder, 'results'), 8);
    const site = new FolderSite(round);
    const trainers = [site.trainer(), site.trainer()];
    await round.moment(trainers[0]!, [trainers[1]!], EPOCHS);
    const makeRoom = await fill(disk);
    for (const trainer of trainers) await saysThatItIsFull(round, trainer);
    await makeRoom();
    await endsWell(site.trainer());
    await site.isComplete();
  },
};

const resultsOfSubmitter: Fault = {
  name: 'disk-full-submitter',
  store: 'postgres',
  whyNot: () => whyNoMount() ?? whyNoQueueSite(),
  async play(round) {
    const disk = await smallDisk(round, join(round.folder, 'results'), 8);
    const site = await QueueSite.open(round);
    const trainers = [site.trainer(), site.trainer()];
    await round.moment(trainers[0]!, [trainers[1]!], EPOCHS);
    const makeRoom = await fill(disk);
    await saysThatItIsFull(round, site.submitter);
    for (const trainer of trainers) await endsWell(trainer);
    await makeRoom();
    await endsWell(site.submit(round.folder));
    await isAsUndisturbed(round.folder, []);
    await site.isAtRest();
  },
};

/** It has nothing to write but what submitters send along. */
const SOURCE = `import { defineRegularizer } from '../../src/regularizers/regularizer.ts';

export default defineRegularizer({
  name: 'own',
  summary: 'looks between the blocks',
  parameters: {},
  hooks: () => ({ activations: x => x }),
});
`;

const checkoutOfWorker: Fault = {
  name: 'disk-full-worker',
  store: 'postgres',
  whyNot: () => whyNoMount() ?? whyNoQueueSite(),
  async play(round) {
    // Within the project, where its imports are found, and where git does not look.
    const folder = join(root, '.cache', basename(round.folder));
    round.afterwards(() => rm(folder, { recursive: true, force: true }));
    const disk = await smallDisk(round, folder, 1);
    await writeFile(join(folder, 'own.ts'), SOURCE);
    const plan = ['--kinds', 'residual', '--regularizer', `./${relative(root, join(folder, 'own.ts'))}`];
    const site = await QueueSite.open(round, {}, plan);
    const worker = site.trainer({}, '--trust-code');
    // The run that needs no code is taken first.
    const makeRoom = (await round.moment(worker, [], EPOCHS)) ? await fill(disk) : async () => {};
    await saysThatItIsFull(round, worker);
    await makeRoom();
    await endsWell(site.trainer({}, '--trust-code'));
    await site.isComplete();
  },
};

export const faultsOfDisks: readonly Fault[] = [resultsOfSuite, resultsOfSubmitter, checkoutOfWorker];
