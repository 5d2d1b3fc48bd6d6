import type { Fault } from './fault.ts';
import { faultsOfDatabase } from './of-database.ts';
import { faultsOfDisks } from './of-disks.ts';
import { faultsOfSlurm } from './of-slurm.ts';
import { faultsOfSubmitters } from './of-submitters.ts';
import { faultsOnBoth } from './on-both.ts';
import { faultsOnHosts } from './on-hosts.ts';

/** Each with each store that it can meet; those that take longest come first, so that none of them is waited for alone. */
export const allFaults: readonly Fault[] = [
  ...faultsOfSlurm,
  ...faultsOnBoth,
  ...faultsOnHosts,
  ...faultsOfDatabase,
  ...faultsOfDisks,
  ...faultsOfSubmitters,
];
