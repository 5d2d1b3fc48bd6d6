import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { RunConfig } from './config.ts';
import { variantParts } from './variant.ts';

/**
 * The name of a run's folder: readable, and addressed by content. The same configuration has the same id on
 * every machine (RFC 8785 canonical JSON).
 */
export function runId(config: RunConfig): string {
  const hash = createHash('sha256').update(canonicalize(config)!).digest('hex').slice(0, 8);
  const variant = variantParts(config).map(forFileName);
  return [config.kind, config.depth, ...variant, `s${config.seed}`, hash].join('-');
}

/** Lower case, and nothing that a file system or a shell could mind. */
export function forFileName(words: string): string {
  return words
    .toLowerCase()
    .replaceAll(/[^\w.-]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
