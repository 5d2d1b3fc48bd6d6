import test from 'ava';
import { widthAnswer } from '../../src/evidence/width-answer.ts';
import type { Kind } from '../../src/run/config.ts';
import { cutShort, makeRun } from '../reports/fixtures.ts';

const run = (kind: Kind, widening: number, seed: number, train: number) =>
  makeRun({
    kind,
    depth: 56,
    seed,
    epochs: 2,
    config: { network: { width: 8, shortcut: 'A', batchNorm: true, ...(widening > 1 && { widening }) } },
    final: { train, test: 90 },
  });

const both = [1, 2].flatMap(seed => [
  run('plain', 1, seed, 78 + seed),
  run('plain', 2, seed, 60),
  run('plain', 4, seed, 40 + 2 * seed),
  run('residual', 1, seed, 30),
  run('residual', 4, seed, 20 + seed),
]);

test('the widest networks stand beside those of the usual width, as means over seeds', t => {
  t.is(
    String(widthAnswer(both, 56)),
    'With 4 times as many filters, 56 plain layers err on 43.0 % of their own training images instead of 79.5 %; 56 residual layers err on 21.5 % instead of 30.0 %.',
  );
});

test('there is no answer without any of the four networks, or of one width alone', t => {
  const without = both.filter(
    ({ record: { config } }) => config.kind === 'plain' || !config.network.widening,
  );
  t.is(widthAnswer(without, 56), null);
  t.is(
    widthAnswer(
      both.filter(({ record: { config } }) => !config.network.widening),
      56,
    ),
    null,
  );
  t.is(widthAnswer([], 56), null);
});

test('a run that has not finished does not count', t => {
  const running = cutShort(run('plain', 4, 3, 99), 'running', 1);
  t.is(String(widthAnswer([...both, running], 56)), String(widthAnswer(both, 56)));
});
