import { setImmediate } from 'node:timers/promises';

/** Lets messages, timers and signals be noticed before its caller goes on. */
export async function turn(): Promise<void> {
  await setImmediate();
}
