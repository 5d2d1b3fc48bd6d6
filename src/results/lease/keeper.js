/**
 * The thread that keeps a lease: raises its counter however long the steps of the thread that trains are, and stands
 * still when the process does.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const { counter, milliseconds } = workerData;
let count = 0;

const timer = setInterval(() => {
  try {
    // In place: NFS looks anew at a file that is opened, not at a name that stands for another file now.
    const file = openSync(counter, 'r+');
    writeSync(file, String(++count), 0);
    closeSync(file);
  } catch (error) {
    // The lease was lost, which the next write meets; anything else may pass.
    if (error.code === 'ENOENT') clearInterval(timer);
  }
}, milliseconds);
