import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { signalTo, until } from '../suite/fixtures.ts';

const ip = async (...args: readonly string[]) => (await promisify(execFile)('ip', args)).stdout;

/** A machine of its own, as far as the network knows. */
export interface Host {
  readonly name: string;
  readonly address: string;
  /** Words before a program that shall run there; they replace themselves by it. */
  readonly within: readonly string[];
  cut(): Promise<void>;
  heal(): Promise<void>;
  /** For good: its link is cut first, so that nobody hears of its end. */
  remove(): Promise<void>;
}

let reason: string | null | undefined;

/** Why there can be no hosts here; null where there can. */
export function whyNoHosts(): string | null {
  if (reason === undefined) reason = tryNamespace();
  return reason;
}

function tryNamespace(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'network namespaces are for root on Linux';
  const name = `lab${randomBytes(3).toString('hex')}`;
  try {
    execFileSync('ip', ['netns', 'add', name], { stdio: 'ignore' });
    try {
      execFileSync('ip', ['link', 'add', name, 'type', 'bridge'], { stdio: 'ignore' });
      execFileSync('ip', ['link', 'del', name], { stdio: 'ignore' });
    } finally {
      execFileSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
    }
    return null;
  } catch {
    return 'this machine makes no network namespaces (Debian: apt-get install iproute2)';
  }
}

/** A switch with hosts, which this machine is connected to. */
export class Network {
  /** Of this machine. */
  readonly address: string;
  /** Of all that are connected, in the notation of Postgres. */
  readonly addresses: string;
  readonly #name: string;
  readonly #prefix: string;
  readonly hosts: Host[] = [];

  private constructor(name: string, prefix: string) {
    this.#name = name;
    this.#prefix = prefix;
    this.address = `${prefix}.1`;
    this.addresses = `${prefix}.0/24`;
  }

  static async open(): Promise<Network> {
    const [third, name] = [randomBytes(1)[0]!, `lab${randomBytes(3).toString('hex')}`];
    const network = new Network(name, `10.77.${third}`);
    await ip('link', 'add', name, 'type', 'bridge');
    await ip('addr', 'add', `${network.address}/24`, 'dev', name);
    await ip('link', 'set', name, 'up');
    return network;
  }

  async host(): Promise<Host> {
    const number = this.hosts.length + 1;
    const name = `${this.#name}-${number}`;
    const port = `${this.#name}p${number}`;
    const address = `${this.#prefix}.${number + 1}`;
    await ip('netns', 'add', name);
    await ip('-n', name, 'link', 'set', 'lo', 'up');
    await ip('link', 'add', port, 'type', 'veth', 'peer', 'name', 'e0', 'netns', name);
    await ip('-n', name, 'addr', 'add', `${address}/24`, 'dev', 'e0');
    await ip('-n', name, 'link', 'set', 'e0', 'up');
    await ip('link', 'set', port, 'master', this.#name, 'up');
    let isThere = true;
    const pids = async () => (await ip('netns', 'pids', name)).split('\n').filter(Boolean).map(Number);
    const host: Host = {
      name,
      address,
      within: [
        ...['nsenter', `--net=/run/netns/${name}`, 'unshare', '--uts'],
        ...['sh', '-c', 'hostname "$0" && exec "$@"', name],
      ],
      async cut() {
        await ip('link', 'set', port, 'down');
      },
      async heal() {
        await ip('link', 'set', port, 'up');
      },
      async remove() {
        if (!isThere) return;
        isThere = false;
        await host.cut();
        await until(async () => {
          const left = await pids();
          for (const pid of left) signalTo(pid, 'SIGKILL');
          return left.length === 0;
        });
        await ip('netns', 'del', name);
      },
    };
    this.hosts.push(host);
    return host;
  }

  async close(): Promise<void> {
    for (const host of this.hosts) await host.remove();
    await ip('link', 'del', this.#name);
  }
}
