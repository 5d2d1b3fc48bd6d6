import test, { type TestFn } from 'ava';

/**
 * Whether tests shall go through all cases, as `.ci/run` demands, or leave out those that differ from others in little
 * and take long: compilers for lesser processors, servers, and most of what is measured in processes of its own.
 */
export const exhaustive = process.env.EXHAUSTIVE === '1';

/** A test of something long, of which others see the greater part: for those who want all cases. */
export const exhaustively = exhaustive ? test : test.skip;
/** The same, one at a time, of tests with a context of their own. */
export function exhaustivelyOf<Context>({ serial }: TestFn<Context>) {
  return exhaustive ? serial : serial.skip;
}
/** And of those without. */
export const exhaustivelySerial = exhaustivelyOf(test);
