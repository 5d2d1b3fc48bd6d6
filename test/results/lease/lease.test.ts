import { readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { Lease, LeaseLostError } from '../../../src/results/lease/lease.ts';
import { counterOf, look } from '../../../src/results/lease/protocol.ts';
import { temporaryFolder } from '../../data/fixtures.ts';
import { until } from '../../suite/fixtures.ts';

test('files are written through a lease, and it leaves nothing but who had it', async t => {
  const folder = await temporaryFolder(t);
  const lease = (await Lease.take(folder))!;
  const path = join(folder, 'checkpoint', 'state.bin');
  await lease.write(path, 'state');
  t.is(await readFile(path, 'utf8'), 'state');
  await lease.remove(path);
  await lease.remove(path);
  await lease.release();
  t.deepEqual((await readdir(folder)).sort(), ['checkpoint', 'lease-1.json']);
  t.like(JSON.parse(await readFile(join(folder, 'lease-1.json'), 'utf8')), { pid: process.pid });
});

test('its counter is raised while this thread is busy', async t => {
  const folder = await temporaryFolder(t);
  const lease = (await Lease.take(folder))!;
  t.teardown(() => lease.release());
  const { mark, holder } = (await look(folder))!;
  await until(async () => (await look(folder))?.mark !== mark);
  const count = () => readFileSync(counterOf(folder, holder!.token), 'utf8');
  // Not once does the event loop turn here.
  for (const before = count(); count() === before; );
  t.pass();
});

test('who has lost it changes nothing any more', async t => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'run.json');
  const slept = (await Lease.take(folder))!;
  await slept.write(path, 'old');
  const taken = (await Lease.take(folder, 'challenger', await look(folder)))!;
  t.teardown(() => taken.release());
  await t.throwsAsync(slept.write(path, 'spoilt'), { instanceOf: LeaseLostError });
  await t.throwsAsync(slept.remove(path), { instanceOf: LeaseLostError });
  await slept.release();
  t.is(await readFile(path, 'utf8'), 'old');
  await taken.write(path, 'new');
  t.is(await readFile(path, 'utf8'), 'new');
});

test('a second attempt is refused while somebody holds it', async t => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'note.txt'), '');
  const lease = (await Lease.take(folder))!;
  t.is(await Lease.take(folder), null);
  await lease.release();
  const again = (await Lease.take(folder))!;
  await again.release();
});
