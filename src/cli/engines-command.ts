import type { RunEngine } from '../arithmetic/index.ts';
import { engineById } from '../engine/registry.ts';
import { counted } from '../language/numbers.ts';
import { type Survey, surveyEngines } from '../suite/survey.ts';

/** Prints every engine: what it is made of, or why it is not available and how to get it. */
export async function enginesCommand({ json }: { json?: boolean }): Promise<void> {
  const survey = await surveyEngines();
  console.log(json ? JSON.stringify(survey) : describeSurvey(survey));
}

/** Two lines for every engine. */
export function describeSurvey({ engines, auto }: Survey): string {
  const entries = engines.map(one => {
    const marks = `${one.available ? '' : ' – not available'}${one.candidate === auto ? ' – auto takes it here' : ''}`;
    return `${engineById(one.candidate).title}${marks}\n  ${one.available ? details(one.engine) : one.reason}`;
  });
  return entries.join('\n');
}

function details({ device, threads, versions, arithmetic }: RunEngine): string {
  const parts = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [device, String(counted(threads, 'thread')), ...parts, `arithmetic ${arithmetic}`].join(', ');
}
