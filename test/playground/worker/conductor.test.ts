import test from 'ava';
import { drawTexts } from '../../../src/data/synthetic-text/draw.ts';
import type { Command, Ready, Told } from '../../../src/playground/protocol.ts';
import type { Settings } from '../../../src/playground/settings.ts';
import { Conductor } from '../../../src/playground/worker/conductor.ts';
import { openTrainingEngine } from '../../training-engine.ts';
import { small } from '../fixtures.ts';

const configure = (settings: Settings): Command => ({ type: 'configure', settings, place: 0, carried: null });

/** A conductor, what it told, and a way to wait until something was told. */
function conductor() {
  const told: Told[] = [];
  let heard = () => {};
  const own = new Conductor(
    async () => {
      await openTrainingEngine();
      return { engine: 'here' };
    },
    one => {
      told.push(one);
      heard();
    },
  );
  const until = async (isThere: () => boolean) => {
    while (!isThere()) await new Promise<void>(resolve => (heard = resolve));
  };
  return { own, told, until };
}

const binaries = { backend: '', kernels: '' };

test.serial('it opens, makes a network, trains until it is to pause, and then rests', async t => {
  const { own, told, until } = conductor();
  own.receive({ type: 'open', binaries });
  own.receive(configure(small));
  await until(() => told.some(one => one.type === 'rests'));
  t.deepEqual(
    told.map(({ type }) => type),
    ['opened', 'ready', 'epoch', 'answers', 'rests'],
  );
  own.receive({ type: 'run' });
  await until(() => told.some(one => one.type === 'step'));
  own.receive({ type: 'pause' });
  await until(() => told.at(-1)!.type === 'rests');
  told.length = 0;
  own.receive(configure({ ...small, width: 8 }));
  await until(() => told.at(-1)?.type === 'rests');
  t.deepEqual(
    told.map(({ type }) => type),
    ['ready', 'epoch', 'answers', 'rests'],
  );
});

test.serial('what cannot be done is told, and what can be is done after it', async t => {
  const { own, told, until } = conductor();
  own.receive({ type: 'open', binaries });
  own.receive({ type: 'run' });
  own.receive(configure({ ...small, data: 'cifar10' }));
  own.receive(configure({ ...small, regularizer: 'dropout=7' }));
  own.receive(configure(small));
  own.receive({ type: 'rewind', epoch: 9 });
  await until(() => told.at(-1)?.type === 'rests');
  const problems = told.flatMap(one => (one.type === 'failed' ? one.message : []));
  t.is(problems.length, 4);
  t.is(problems[0], '"run" came before there was a network');
  t.is(problems[1], 'this page has no images of cifar10, only synthetic ones');
  t.regex(problems[2]!, /^regularizer dropout: rate got "7"/);
  t.is(problems[3], 'nothing is kept of epoch 9; kept: 0');
  t.true(told.some(({ type }) => type === 'ready'));
});

test.serial(
  'another engine is opened when it is asked for; one that is not there is told, and the first goes on',
  async t => {
    const told: Told[] = [];
    let heard = () => {};
    const opened: string[] = [];
    const own = new Conductor(
      async engine => {
        opened.push(engine);
        if (engine === 'webgpu') throw new Error('there is none');
        await openTrainingEngine();
        return {};
      },
      one => {
        told.push(one);
        heard();
      },
    );
    own.receive({ type: 'open', binaries });
    for (const engine of ['wasm', 'wasm', 'webgpu', 'wasm'] as const)
      own.receive(configure({ ...small, engine }));
    while (told.at(-1)?.type !== 'rests') await new Promise<void>(resolve => (heard = resolve));
    t.deepEqual(opened, ['wasm', 'webgpu', 'wasm']);
    t.deepEqual(
      told.flatMap(one => (one.type === 'failed' ? one.message : one.type === 'opened' ? one.engine : [])),
      ['wasm', 'there is none', 'wasm'],
    );
    t.is(told.filter(({ type }) => type === 'ready').length, 3);
  },
);

test.serial('made-up texts are learned from, and texts that a page carries', async t => {
  const { own, told, until } = conductor();
  own.receive({ type: 'open', binaries });
  const reads: Settings = {
    ...small,
    networks: [
      { kind: 'plain', depth: 9 },
      { kind: 'residual', depth: 9 },
    ],
  };
  const { train, test: tested } = drawTexts({ train: 2400, test: 600 });
  const set = ({ texts, labels }: typeof train) => ({ texts, labels: [...labels] });
  const json = JSON.stringify({ train: set(train), test: set(tested) });
  own.receive(configure({ ...reads, data: 'synthetic-text' }));
  own.receive({ type: 'configure', settings: { ...reads, data: 'imdb' }, place: 0, carried: { json } });
  own.receive({ type: 'step' });
  own.receive(configure({ ...reads, data: 'imdb' }));
  await until(() => told.at(-1)?.type === 'rests' && told.some(({ type }) => type === 'failed'));
  const ready = told.filter((one): one is Ready => one.type === 'ready');
  t.is(ready.length, 2);
  for (const { examples, blocks } of ready) {
    t.is(examples.texts!.length, 8);
    t.true(examples.texts!.every(text => text.length <= 162 && text.endsWith(' …')));
    t.is(examples.images, undefined);
    t.true(new Set(examples.labels).size === 2);
    t.is(blocks.length, 4);
  }
  t.true(told.some(one => one.type === 'step' && one.before !== null));
  t.deepEqual(
    told.flatMap(one => (one.type === 'failed' ? one.message : [])),
    ['this page has no texts of imdb, only synthetic ones'],
  );
});
