/**
 * Whether tests shall go through all cases, as `.ci/run` demands, or leave out those that differ from others in little
 * and take long: compilers for lesser processors, and a third of what is measured in processes of its own.
 */
export const exhaustive = process.env.EXHAUSTIVE === '1';
