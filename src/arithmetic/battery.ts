import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs';
import { fusedResults } from './fused.ts';
import { operationResults } from './operations.ts';
import { trainingResults } from './training.ts';

/** Characters of the hash that names an arithmetic. */
const LENGTH = 8;

/**
 * What the current engine computes of fixed numbers, as 8 hex digits: every kind of kernel at sizes on which it goes
 * different ways, and steps of training of small networks. Where a single result differs in its last digit, so does
 * this. Takes some tenths of a second.
 */
export function batteryHash(): string {
  const hash = createHash('sha256');
  for (const part of [operationResults, fusedResults, trainingResults]) {
    tf.tidy(() => {
      for (const [name, values] of part()) {
        for (const value of values) {
          hash.update(JSON.stringify([name, value.shape]));
          const { buffer, byteOffset, byteLength } = value.dataSync();
          hash.update(new Uint8Array(buffer, byteOffset, byteLength));
        }
      }
    });
  }
  return hash.digest('hex').slice(0, LENGTH);
}
