import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PREFIXES = ['TF_', 'XLA_', 'CUDA_', 'CUDNN_', 'NVIDIA_', 'DNNL_', 'ONEDNN_', 'MKL_', 'OMP_', 'KMP_'];

/** Settings from outside that libtensorflow and what it is made of read: some change how sums are added up. */
export function tensorflowSettings(): string[] {
  return Object.entries(process.env)
    .filter(([name]) => PREFIXES.some(prefix => name.startsWith(prefix)))
    .map(([name, value]) => `${name}=${value}`)
    .sort();
}

/** Models of the GPUs and version of their driver, as Linux tells them; nothing where it does not. */
export function nvidiaDevices(folder = '/proc/driver/nvidia'): string[] {
  try {
    const gpus = readdirSync(join(folder, 'gpus')).sort();
    return [
      readFileSync(join(folder, 'version'), 'utf8'),
      ...gpus.map(
        gpu => /^Model:.*$/m.exec(readFileSync(join(folder, 'gpus', gpu, 'information'), 'utf8'))?.[0] ?? gpu,
      ),
    ];
  } catch {
    return [];
  }
}
