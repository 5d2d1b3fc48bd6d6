import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError, run } from './command.ts';
import { NotPossibleHereError } from './errors.ts';

/** A Python wheel that contains libtensorflow and its headers. */
export interface Wheel {
  readonly project: string;
  readonly version: string;
  readonly sha256: string;
  readonly megabytes: number;
  /** Which file of the release, in pip's words; it need not fit the Python that runs pip. */
  readonly tags: readonly string[];
  /** The oldest C library that it runs with. */
  readonly glibc: string;
}

/** By `process.platform` and `process.arch`. */
export const wheels: Readonly<Record<string, Wheel>> = {
  'linux-x64': {
    project: 'tensorflow-cpu',
    version: '2.21.0',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    megabytes: 274,
    tags: ['--python-version=3.11', '--implementation=cp', '--abi=cp311', '--platform=manylinux_2_27_x86_64'],
    glibc: '2.27',
  },
};

/**
 * Downloads a wheel with the user's pip, and so from the user's index and through the user's proxy; pip checks
 * its SHA-256 and unpacks it. Nothing of it is run.
 *
 * @param folder receives the wheel's files, and pip's temporary ones while it works
 * @returns the folder of the libraries and of `include/`
 * @throws NotPossibleHereError when the wheel cannot be had; CommandError for anything else
 */
export async function unpackWheel(
  wheel: Wheel,
  python: string,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const requirements = join(folder, 'requirements.txt');
  const target = join(folder, 'wheel');
  await writeFile(requirements, `${wheel.project}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const exactlyThis = ['--require-hashes', '--no-deps', '--only-binary=:all:', ...wheel.tags];
  const args = [
    '-m',
    'pip',
    'install',
    ...exactlyThis,
    '--no-compile',
    '--target',
    target,
    '-r',
    requirements,
  ];
  // PIP_USER, where somebody set it, contradicts --target.
  const env = { ...process.env, TMPDIR: folder, PIP_USER: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1' };
  try {
    await run(python, args, { env, signal });
  } catch (error) {
    if (error instanceof CommandError && isOutOfReach(error.said)) throw outOfReach(wheel, error);
    throw error;
  }
  return join(target, 'tensorflow');
}

function isOutOfReach(said: string): boolean {
  // A file with another hash was reached; it is not the one that was promised.
  if (/DO NOT MATCH THE HASHES/i.test(said)) return false;
  return /No matching distribution found|HTTP error|Max retries exceeded|timed? ?out|Connection/i.test(said);
}

function outOfReach(wheel: Wheel, cause: CommandError): NotPossibleHereError {
  const last = cause.said.split('\n').findLast(line => line.startsWith('ERROR:')) ?? cause.message;
  return new NotPossibleHereError(
    `pip cannot fetch ${wheel.project} ${wheel.version} (${wheel.tags.at(-1)?.replace('--platform=', '')}): ${last}. ` +
      'Connect to the network, or point pip at an index or folder that has it ' +
      '(PIP_INDEX_URL or PIP_FIND_LINKS), and run this again.',
    { cause },
  );
}
