import test from 'ava';
import {
  binomialVariance,
  bonferroni,
  hedgesG,
  mean,
  observedInterval,
  rankCorrelation,
  standardDeviation,
  tInterval,
} from '../../src/evidence/statistics.ts';

const close = (a: number | null, b: number, tolerance = 1e-3) => a !== null && Math.abs(a - b) < tolerance;

test('mean and standard deviation agree with a textbook example', t => {
  const values = [2, 4, 4, 4, 5, 5, 7, 9];
  t.is(mean(values), 5);
  t.true(close(standardDeviation(values), Math.sqrt(32 / 7), 1e-12));
});

test('the interval is the mean plus and minus the tabulated quantile times s over the root of n', t => {
  // Two values a and b: s / sqrt(2) = |a − b| / 2, so the half-width is t(1) = 12.706 times 1.
  const two = tInterval([9, 11], 0.95);
  t.true(close(two.low, 10 - 12.706) && close(two.high, 10 + 12.706));
  // Three values with s = 1: t(2) = 4.303.
  const three = tInterval([4, 5, 6], 0.95);
  t.true(close(three.high, 5 + 4.303 / Math.sqrt(3)));
  // t(2) at 99 % is 9.925; t(4) at 95 % is 2.776.
  t.true(close(tInterval([4, 5, 6], 0.99).high, 5 + 9.925 / Math.sqrt(3)));
  const five = [1, 2, 3, 4, 5];
  t.true(close(tInterval(five, 0.95).low, 3 - (2.776 * Math.sqrt(2.5)) / Math.sqrt(5)));
});

test('one value has a mean and no interval', t => {
  t.deepEqual(tInterval([7], 0.95), { n: 1, mean: 7, low: null, high: null });
});

test('equal values have an interval of no width', t => {
  t.deepEqual(tInterval([3, 3, 3], 0.95), { n: 3, mean: 3, low: 3, high: 3 });
});

test('no values have no mean, one has no standard deviation', t => {
  t.throws(() => mean([]), { message: /no values/ });
  t.throws(() => standardDeviation([1]), { message: /got 1/ });
});

test('the level of each of several intervals leaves the page its 95 %', t => {
  t.true(close(bonferroni(0.95, 4), 0.9875, 1e-12));
  t.is(bonferroni(0.95, 1), 0.95);
  t.is(bonferroni(0.95, 0), 0.95);
});

test('the rank correlation is 1 − 6 Σ d² / n (n² − 1), whatever the distances', t => {
  // Ranks of y: 1, 3, 2, 4, so that Σ d² = 2.
  t.true(
    close(
      rankCorrelation([
        [1, 0.1],
        [2, 7],
        [3, 5],
        [40, 1000],
      ]),
      1 - (6 * 2) / (4 * 15),
      1e-12,
    ),
  );
});

test('equal values share their mean rank, and nothing goes along with what is constant', t => {
  // Ranks of y: 1, 2.5, 2.5, of x: 1, 2, 3.
  t.true(
    close(
      rankCorrelation([
        [1, 5],
        [2, 6],
        [3, 6],
      ]),
      1.5 / Math.sqrt(2 * 1.5),
      1e-12,
    ),
  );
  t.is(
    rankCorrelation([
      [1, 5],
      [2, 5],
    ]),
    0,
  );
  t.is(rankCorrelation([[1, 1]]), 0);
});

/** Hours of sleep that a drug added in ten patients (Cushny and Peebles 1905), second drug minus first: Student 1908. */
const student = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];

test('the interval of Student’s own paired differences is that of the textbooks', t => {
  const { mean: centre, low, high } = tInterval(student, 0.95);
  t.true(close(centre, 1.58, 1e-9) && close(low, 0.7001142, 1e-6) && close(high, 2.4598858, 1e-6));
});

test('an effect in standard deviations is corrected for the number of pairs', t => {
  // t = 4.0621 of ten pairs, so that d = t / √10; the correction with nine degrees of freedom is 0.9139 in Hedges’ table.
  t.true(close(hedgesG(student), (4.0621 / Math.sqrt(10)) * 0.9139, 1e-3));
  // With two degrees of freedom it is Γ(1) / Γ(1/2) = 1/√π.
  t.true(close(hedgesG([1, 2, 3]), 2 / Math.sqrt(Math.PI), 1e-12));
  t.deepEqual([hedgesG([1, 2]), hedgesG([2, 2, 2])], [null, null]);
});

test('an interval allows for the images: the normal quantile where seeds agree, squares added where seeds share them', t => {
  const equal = (own: number, shared: number) =>
    observedInterval(
      [5, 5, 5, 5].map(value => ({ value, own, shared })),
      0.95,
    );
  t.true(close(equal(4, 0).high, 5 + (1.96 * 2) / 2));
  t.true(close(equal(0, 4).high, 5 + 1.96 * 2));
  t.true(close(equal(4, 4).high, 5 + 1.96 * Math.sqrt(1 + 4)));
  t.deepEqual(equal(0, 0), { n: 4, mean: 5, low: null, high: null });
  const values = [4, 5, 6];
  const alone = observedInterval(
    values.map(value => ({ value })),
    0.95,
  );
  t.true(close(alone.high, tInterval(values, 0.95).high!, 1e-9));
  const both = observedInterval(
    values.map(value => ({ value, own: 1, shared: 1 })),
    0.95,
  );
  t.true(close(both.high, 5 + Math.hypot(4.303 / Math.sqrt(3), 1.96)));
});

test('the variance of an error is that of a binomial share, and never 0', t => {
  t.true(close(binomialVariance(50, 2500), 1, 0.01));
  t.true(binomialVariance(0, 100) > 0.5);
  t.true(close(binomialVariance(100, 100), binomialVariance(0, 100), 1e-9));
});
