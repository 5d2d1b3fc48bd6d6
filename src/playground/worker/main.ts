/** Runs in a Web Worker: trains one network of a pair. */
import type { Command, Told } from '../protocol.ts';
import { Conductor } from './conductor.ts';
import { openPageEngine } from './engine.ts';

// TypeScript describes this global with a browser’s others, which the rest of these sources does without.
declare const self: {
  onmessage: ((event: { readonly data: Command }) => void) | null;
  postMessage(told: Told): void;
};

const conductor = new Conductor(openPageEngine, told => self.postMessage(told));
self.onmessage = ({ data }) => conductor.receive(data);
