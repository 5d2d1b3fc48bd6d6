/** Runs whatever computes once more, on the engine `tensorflow`, on machines where that can be opened. */
import test from 'ava';
import { openEngine } from '../src/engine/index.ts';

const missing = await openEngine('tensorflow').then(
  () => undefined,
  (error: Error) => error.message,
);

if (missing) {
  test('tests on the engine tensorflow are skipped where it is not installed', t => {
    t.log(`skipped: ${missing}`);
    t.pass();
  });
} else {
  process.env.TRAINING_ENGINE = 'tensorflow';
  await import('./computing.ts');
}
