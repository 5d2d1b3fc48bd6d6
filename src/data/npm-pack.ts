import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DataError } from './errors.ts';

export interface PackOptions {
  /** Folder that receives the tarball, and npm's own cache while it runs. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal | undefined;
  /** Called a few times a second with the bytes that npm has received so far. */
  readonly onBytes: (bytes: number) => void;
}

/** npm's cache lives beside the tarball: it shows how far npm is, and 139 MB do not stay in the user's own. */
const CACHE = 'npm-cache';
const POLL_MILLISECONDS = 300;

/**
 * Downloads the tarball of a package with the user's npm, and so with the user's registry, proxy and
 * credentials. Nothing is installed and no script of the package runs.
 *
 * @throws DataError with what npm said.
 */
export async function npmPack(spec: string, options: PackOptions): Promise<void> {
  const { folder, env, signal, onBytes } = options;
  // Relative paths, because Windows runs npm.cmd through a shell, which would split a path with blanks.
  const flags = ['--pack-destination=.', `--cache=${CACHE}`, '--ignore-scripts', '--fetch-retries=1'];
  const { command, args, shell } = npmCommand(env);
  const timer = setInterval(() => {
    void folderBytes(join(folder, CACHE)).then(onBytes, () => {});
  }, POLL_MILLISECONDS);
  try {
    await run(command, [...args, 'pack', spec, ...flags], {
      cwd: folder,
      env: npmEnvironment(env),
      signal,
      shell,
    });
  } finally {
    clearInterval(timer);
  }
}

/** The npm that runs this program, if one does; `npm_execpath` may also be pnpm or yarn, which pack otherwise. */
export function npmCommand(env: NodeJS.ProcessEnv): { command: string; args: string[]; shell: boolean } {
  const running = env.npm_execpath;
  if (running && /^npm-cli\.[cm]?js$/.test(basename(running))) {
    return { command: process.execPath, args: [running], shell: false };
  }
  return { command: 'npm', args: [], shell: process.platform === 'win32' };
}

/** `npm run … --dry-run` or `--workspace` reach us as settings of npm that would change what npm does. */
export function npmEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const unwanted = /^npm_config_(dry_run|workspaces?|json)$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !unwanted.test(name)));
}

interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal | undefined;
  readonly shell: boolean;
}

function run(command: string, args: string[], { signal, ...options }: RunOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      ...(signal && { signal }),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-8192);
    });
    child.on('error', error =>
      reject(new DataError(`npm could not be run: ${error.message}`, { cause: error })),
    );
    child.on('close', (code, killedBy) => {
      if (code === 0) resolve();
      else reject(new DataError(`npm pack ended with ${killedBy ?? `exit code ${code}`}${firstLines(said)}`));
    });
  });
}

/** What npm complained of, without its prefix, numbers of the system and the pointer to its log. */
function firstLines(said: string): string {
  const lines = said
    .split('\n')
    .filter(line => /^npm (error|ERR!)/.test(line))
    .map(line => line.replace(/^npm (error|ERR!)\s*/, ''))
    .filter(line => line && !/^(syscall|errno|at)\b|complete log/.test(line));
  const text = lines.length ? lines.slice(0, 3).join('; ') : said.trim().slice(-200);
  return text && `: ${text}`;
}

async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    // A file may be renamed while we count; the next round will see it.
    if (entry.isFile())
      bytes += (await stat(join(entry.parentPath, entry.name)).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}
