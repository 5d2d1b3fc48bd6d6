import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { look } from '../../src/results/lease/protocol.ts';
import { CHECKPOINT } from '../../src/results/run-folder.ts';
import { runTables } from '../../src/results/schema.ts';
import { FolderStore } from '../../src/store/folder-store.ts';
import type { RunName } from '../../src/store/run-store.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { keepsItsPromises } from './contract.ts';

keepsItsPromises('folder', async t => {
  const folder = await temporaryFolder(t);
  const folderOf = ({ experiment, id }: RunName) => new ExperimentFolder(folder, experiment).run(id);
  return {
    worker: async () => new FolderStore({ type: 'folder', folder }),
    async challenger(run) {
      const lost = await look(folderOf(run).path);
      return new FolderStore({ type: 'folder', folder, lease: { token: randomUUID(), lost } });
    },
    async contents(run) {
      const names = [...Object.keys(runTables), 'predictions'].map(name => `${name}.csv`);
      const texts = [...names, 'run.json'].map(async name => {
        const text = await readFile(folderOf(run).file(name), 'utf8').catch(() => null);
        return text === null ? [] : [[name, text] as const];
      });
      return Object.fromEntries((await Promise.all(texts)).flat());
    },
    async damageCheckpoint(run) {
      const path = folderOf(run).file(CHECKPOINT);
      const bytes = await readFile(path);
      bytes[bytes.length >> 1]! ^= 1;
      await writeFile(path, bytes);
    },
    shortenTables: run => writeFile(folderOf(run).file('gradients.csv'), ''),
  };
});
