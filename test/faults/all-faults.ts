import type { Fault } from './fault.ts';
import { faultsOfDatabase } from './of-database.ts';
import { faultsOfDisks } from './of-disks.ts';
import { faultsOfSlurm } from './of-slurm.ts';
import { faultsOfSubmitters } from './of-submitters.ts';
import { faultsOnBoth } from './on-both.ts';
import { faultsOnHosts } from './on-hosts.ts';

/** Each with each store that it can meet. */
export const allFaults: readonly Fault[] = [
  ...faultsOnBoth,
  ...faultsOnHosts,
  ...faultsOfDatabase,
  ...faultsOfDisks,
  ...faultsOfSubmitters,
  ...faultsOfSlurm,
];
