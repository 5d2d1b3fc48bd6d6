import type { ShardJob } from './job.ts';

export interface KubernetesJob extends ShardJob {
  /** That `docs/many-machines.md` says how to make. */
  readonly image: string;
  /** Of the volume, which all pods write: `10Gi`. */
  readonly storage: string;
  /** Has to know volumes that many nodes write; absent: the cluster's usual one. */
  readonly storageClass?: string | undefined;
}

/** Where the volume is in each pod. */
const VOLUME = '/data';
const FOLDERS = ['--results', `${VOLUME}/results`, '--reports', `${VOLUME}/reports`];

/** How often a shard may fail for a reason of its own; pods that are taken away do not count. */
const FAILURES = 3;

/**
 * A volume, an indexed job that trains one shard in each pod, and a suspended job that writes the report: Kubernetes has no way
 * to say that one job follows another.
 */
export function kubernetesManifest(job: KubernetesJob): string {
  const { name, shards, run, report, cpus, storage, storageClass } = job;
  const workers = run.some(word => /^--workers(=|$)/.test(word)) ? [] : ['--workers', String(cpus)];
  const shard = ['--shard-index', '$(SHARD)', '--shard-count', String(shards)];
  const escaped = run.map(word => word.replaceAll('$(', () => '$$('));
  return `# kubectl apply -f FILE
# kubectl wait --for=condition=complete --timeout=-1s job/${name}
# kubectl patch job/${name}-report --type=merge --patch '{"spec":{"suspend":false}}'
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: ${name}
spec:
  accessModes: [ReadWriteMany]
${storageClass === undefined ? '' : `  storageClassName: ${JSON.stringify(storageClass)}\n`}  resources:
    requests:
      storage: ${storage}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}
spec:
  completionMode: Indexed
  completions: ${shards}
  parallelism: ${shards}
  backoffLimitPerIndex: ${FAILURES}
  podFailurePolicy:
    rules:
      # Evicted, preempted, its node gone: it goes on elsewhere after its last epoch.
      - action: Ignore
        onPodConditions:
          - type: DisruptionTarget
            status: "True"
      # Wrong usage stays wrong.
      - action: FailIndex
        onExitCodes:
          containerName: suite
          operator: In
          values: [2]
  template:
    spec:
${pod(
  job,
  ['run', ...escaped, ...workers, ...FOLDERS, ...shard],
  [
    '- name: SHARD',
    '  valueFrom:',
    '    fieldRef:',
    "      fieldPath: metadata.annotations['batch.kubernetes.io/job-completion-index']",
  ],
)}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}-report
spec:
  suspend: true
  template:
    spec:
${pod(job, ['report', ...report, ...FOLDERS], [])}
`;
}

function pod(
  { name, image, cpus, memory }: KubernetesJob,
  args: readonly string[],
  env: readonly string[],
): string {
  return [
    'restartPolicy: Never',
    'terminationGracePeriodSeconds: 60',
    'volumes:',
    '  - name: data',
    '    persistentVolumeClaim:',
    `      claimName: ${name}`,
    'containers:',
    '  - name: suite',
    `    image: ${JSON.stringify(image)}`,
    '    command: [node, src/cli.js]',
    `    args: ${JSON.stringify(args)}`,
    '    env:',
    '      # Fetched once for all.',
    '      - name: DEGRADATION_LAB_CACHE',
    `        value: ${VOLUME}/cache`,
    ...env.map(line => `      ${line}`),
    '    resources:',
    '      requests:',
    `        cpu: ${cpus}`,
    `        memory: ${memory}`,
    '      limits:',
    `        cpu: ${cpus}`,
    `        memory: ${memory}`,
    '    volumeMounts:',
    '      - name: data',
    `        mountPath: ${VOLUME}`,
  ]
    .map(line => `      ${line}`)
    .join('\n');
}
