/** What a job file has to say, whatever the system. */
export interface ShardJob {
  /** Fit for names of jobs on every system: lower case, digits and dashes. */
  readonly name: string;
  readonly shards: number;
  /** What follows `run`: experiments and options, without those that say which shard it is. */
  readonly run: readonly string[];
  /** What follows `report`. */
  readonly report: readonly string[];
  /** Processors of each shard; as many runs are trained at a time. */
  readonly cpus: number;
  /** Of each shard, as the system writes it: `4G`, `4Gi`. */
  readonly memory: string;
}
