import { temporaryFolder } from '../data/fixtures.ts';
import { exhaustivelySerial } from '../exhaustive.ts';
import { trainingEngine } from '../training-engine.ts';
import { fixedTables, folderOf, taskFor, tinyConfig, trainAndKill, trainToEnd } from './fixtures.ts';

const { epochs } = tinyConfig.recipe;

exhaustivelySerial(
  `alone or beside another, interrupted or not, a run has the same bytes on ${trainingEngine}`,
  async t => {
    const [undisturbed, disturbed] = [
      taskFor(await temporaryFolder(t)),
      taskFor(await temporaryFolder(t)),
    ] as const;
    await Promise.all([
      trainToEnd(undisturbed),
      trainAndKill(disturbed, event => event.type === 'epoch' && event.epoch === epochs - 1),
    ]);
    t.like(await folderOf(disturbed).readRecord(), { status: 'running', engine: { name: trainingEngine } });
    const events = await trainToEnd(disturbed);
    t.like(
      events.find(event => event.type === 'run-started'),
      { epoch: epochs - 1 },
    );
    t.deepEqual(await fixedTables(folderOf(disturbed).path), await fixedTables(folderOf(undisturbed).path));
  },
);
