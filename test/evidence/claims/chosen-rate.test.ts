import test from 'ava';
import { withChosenRates } from '../../../src/evidence/claims/chosen-rate.ts';
import type { RunResult } from '../../../src/results/schema.ts';
import { cutShort, makeRun } from '../../reports/fixtures.ts';
import { evaluated } from './claims.ts';

const chooseBy = [901, 902];
const claim = withChosenRates({
  id: 'not-the-rate',
  first: { kind: 'plain', depth: 56 },
  second: { kind: 'plain', depth: 20 },
  rates: ['', 'rate ×4'],
  chooseBy,
  statement: (first, second) => `${first} ends above ${second}.`,
  side: 'above',
  threshold: 0,
});

/** Final training error in percent by depth and rate, for seeds that count; losses are a thirtieth of errors. */
interface Case {
  readonly depth: number;
  readonly factor?: number;
  readonly error: number;
  /** Error of seeds to choose by. */
  readonly chosenBy: number;
}

function runsOf(cases: readonly Case[]): RunResult[] {
  return cases.flatMap(({ depth, factor, error, chosenBy }) =>
    [1, 2, 3, ...chooseBy].map(seed => {
      const { recipe } = makeRun({ kind: 'plain', depth, seed, epochs: 2 }).record.config;
      const train = (chooseBy.includes(seed) ? chosenBy : error) + seed / 10_000;
      const config = factor ? { recipe: { ...recipe, rateFactor: factor } } : {};
      const run = makeRun({ kind: 'plain', depth, seed, epochs: 2, config, final: { train, test: train } });
      run.epochs.at(-1)!.train_loss = train / 30;
      return run;
    }),
  );
}

const runs = runsOf([
  { depth: 20, error: 30, chosenBy: 30 },
  { depth: 20, factor: 4, error: 20, chosenBy: 40 },
  { depth: 56, error: 70, chosenBy: 70 },
  { depth: 56, factor: 4, error: 60, chosenBy: 60 },
]);

test('each network enters with the rate that its seeds to choose by prefer, and counts on the others alone', t => {
  const { result } = evaluated(claim, runs);
  t.like(result, { verdict: 'supported', effect: 30, n: 3 });
  t.is(result.statement, 'plain-56 with rate ×4 ends above plain-20.');
  t.true(result.rule.includes('on seeds 901, 902, which count for nothing else'));
});

test('as long as a run to choose by is missing or running, there is no verdict', t => {
  const isLast = ({ record: { config } }: RunResult) =>
    config.seed === 902 && config.depth === 20 && config.recipe.rateFactor === 4;
  for (const fewer of [
    runs.filter(run => !isLast(run)),
    runs.map(run => (isLast(run) ? cutShort(run, 'running', 1) : run)),
  ]) {
    t.like(evaluated(claim, fewer).result, { verdict: 'inconclusive', effect: null, n: 0 });
  }
});

test('a rate at which a run diverged is not chosen', t => {
  const diverged = runs.map(run =>
    run.record.config.seed === 901 && run.record.config.depth === 56 && run.record.config.recipe.rateFactor
      ? cutShort(run, 'diverged', 1)
      : run,
  );
  t.like(evaluated(claim, diverged).result, { effect: 40, statement: 'plain-56 ends above plain-20.' });
});
