import type { Round } from './round.ts';

export type Store = 'folder' | 'postgres';

/** Something that happens to those who train, where runs are kept in one of the stores. */
export interface Fault {
  readonly name: string;
  readonly store: Store;
  /** Why it cannot be had here; null where it can. */
  whyNot(): string | null;
  /** @throws AssertionError where something is lost, done twice, or other than undisturbed */
  play(round: Round): Promise<void>;
}

/** What tests are called by, and rounds are kept under. */
export const nameOf = ({ name, store }: Fault): string => `${name} (${store})`;
