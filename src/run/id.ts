import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { RunConfig } from './config.ts';
import { variantParts } from './variant.ts';

/**
 * The name of a run's folder: readable, and addressed by content. The same configuration has the same id on
 * every machine (RFC 8785 canonical JSON).
 */
export function runId(config: RunConfig): string {
  const variant = variantParts(config).map(forFileName);
  return [config.kind, config.depth, ...variant, `s${config.seed}`, shortHash(config)].join('-');
}

/** Lower case, letters and digits of any script, and nothing that a file system or a shell could mind. */
export function forFileName(words: string): string {
  return words
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}_.-]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}

/** Beyond that names are cut: file systems allow 255 bytes, and an ending comes on top. */
const LONGEST_NAME = 60;

/**
 * One name for a file from several that somebody chose: readable, and another for every other list of names. Where
 * something was lost, a hash of what there was follows.
 */
export function uniqueFileName(parts: readonly string[]): string {
  const readable = parts.map(part => forFileName(part));
  const exact = parts.every((part, i) => part === readable[i] && part !== '' && !part.includes('--'));
  const name = readable.join('--');
  if (exact && name.length <= LONGEST_NAME) return name;
  return `${[...name].slice(0, LONGEST_NAME).join('')}--${shortHash(parts)}`;
}

/** 8 hex digits that stand for a value of JSON (RFC 8785 canonical JSON, SHA-256). */
export function shortHash(value: unknown): string {
  return createHash('sha256').update(canonicalize(value)!).digest('hex').slice(0, 8);
}
