import type { Boss, BossOptions, Client, ClientOptions } from './types.ts';

export declare function whyNoQueue(version?: string): string | null;
export declare function loadPackages(): Promise<{
  readonly PgBoss: new (options: BossOptions) => Boss;
  readonly Client: new (options: ClientOptions) => Client;
}>;
