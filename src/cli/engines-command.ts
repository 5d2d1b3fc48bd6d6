import type { Candidate } from '../engine/names.ts';
import { type Found, surveyEngines } from '../suite/survey.ts';

const titles: Readonly<Record<Candidate, string>> = {
  'tensorflow-gpu': 'tensorflow on a GPU',
  native: 'native: compiled kernels',
  'tensorflow-cpu': 'tensorflow on the processor',
  wasm: 'wasm: needs nothing',
  cpu: 'cpu: the reference for tests, far too slow to train',
};

/** Prints every engine: what it is made of, or why it is not available and how to get it. */
export async function enginesCommand({ json }: { json?: boolean }): Promise<void> {
  const { found, auto } = await surveyEngines();
  if (json) {
    console.log(JSON.stringify({ auto, engines: found }));
    return;
  }
  for (const one of found) {
    const marks = `${one.available ? '' : ' – not available'}${one.candidate === auto ? ' – auto takes it here' : ''}`;
    console.log(`${titles[one.candidate]}${marks}\n  ${details(one)}`);
  }
}

function details(one: Found): string {
  if (!one.available) return one.reason;
  const { device, threads, versions } = one.engine;
  const parts = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [device, `${threads} ${threads === 1 ? 'thread' : 'threads'}`, ...parts].join(', ');
}
