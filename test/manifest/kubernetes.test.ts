import test from 'ava';
import { kubernetesManifest } from '../../src/manifest/kubernetes.ts';

const job = {
  name: 'lab-depth',
  shards: 16,
  run: ['depth', '--regularizer', 'l1=1e-5', '--arithmetic', '$(echo "x")'],
  report: ['depth'],
  cpus: 2,
  memory: '4Gi',
  image: 'registry.example/lab:1',
  storage: '10Gi',
};

interface Checked {
  validate(): void;
}
type Kind = new (object: unknown) => Checked;

/** Schemas of Kubernetes, as classes that check what they are given. */
const schemas: Record<string, string> = {
  PersistentVolumeClaim: 'kubernetes-models/v1/PersistentVolumeClaim',
  Job: 'kubernetes-models/batch/v1/Job',
};

async function parsed(text: string): Promise<Record<string, unknown>[]> {
  const name = 'yaml';
  const { parseAllDocuments } = await import(name);
  return parseAllDocuments(text).map((document: { errors: unknown[]; toJS(): unknown }) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS();
  });
}

async function check(object: Record<string, unknown>): Promise<void> {
  const kind = object.kind as string;
  const module: Record<string, Kind> = await import(schemas[kind]!);
  new module[kind]!(object).validate();
}

test('a volume and two jobs are what the schemas of Kubernetes allow', async t => {
  for (const storageClass of [undefined, 'shared']) {
    const objects = await parsed(kubernetesManifest({ ...job, storageClass }));
    t.deepEqual(
      objects.map(({ kind }) => kind),
      ['PersistentVolumeClaim', 'Job', 'Job'],
    );
    for (const object of objects) await t.notThrowsAsync(check(object));
  }
});

test('the schemas refuse what is none of it', async t => {
  const [, shards] = await parsed(kubernetesManifest(job).replace('completions: 16', 'completions: many'));
  await t.throwsAsync(check(shards!), { message: /completions/ });
});

test('each pod of the indexed job trains the shard of its index; nothing in the command line is expanded but that', async t => {
  const [, shards, report] = (await parsed(kubernetesManifest(job))) as never[];
  t.like(shards, { spec: { completionMode: 'Indexed', completions: 16, parallelism: 16 } });
  const container = (one: {
    spec: { template: { spec: { containers: { args: string[]; env: unknown[] }[] } } };
  }) => one.spec.template.spec.containers[0]!;
  t.deepEqual(container(shards!).args, [
    ...['run', 'depth', '--regularizer', 'l1=1e-5', '--arithmetic', '$$(echo "x")', '--workers', '2'],
    ...['--results', '/data/results', '--reports', '/data/reports'],
    ...['--shard-index', '$(SHARD)', '--shard-count', '16'],
  ]);
  t.like(container(shards!).env[1], {
    name: 'SHARD',
    valueFrom: {
      fieldRef: { fieldPath: "metadata.annotations['batch.kubernetes.io/job-completion-index']" },
    },
  });
  t.like(report, { spec: { suspend: true } });
});
