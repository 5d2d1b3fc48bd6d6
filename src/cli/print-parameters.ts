import { z } from 'zod';
import type { Named } from '../named-options.ts';

/** What zod says of one parameter, as JSON Schema. */
interface Described {
  readonly type?: string;
  readonly description?: string;
  readonly default?: number | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** Prints everything with its parameters: default, what is allowed, and what they mean. */
export function printParameters(things: readonly (Named & { readonly summary: string })[]): void {
  for (const { name, summary, parameters } of things) {
    const { properties = {} } = z.toJSONSchema(parameters, { io: 'input' }) as {
      properties?: Record<string, Described>;
    };
    console.log(`${name}: ${summary}`);
    for (const [parameter, described] of Object.entries(properties)) {
      const value = `${parameter}=${shown(described.default)}`;
      console.log(`    ${value.padEnd(16)} ${allowed(described).padEnd(16)} ${described.description ?? ''}`);
    }
  }
}

function shown(value: number | boolean | undefined): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return String(value ?? '');
}

function allowed(described: Described): string {
  if (described.type === 'boolean') return 'on, off';
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = described;
  const parts = [
    exclusiveMinimum !== undefined ? `> ${exclusiveMinimum}` : minimum !== undefined ? `≥ ${minimum}` : '',
    // zod bounds whole numbers by what is exact in a double.
    exclusiveMaximum !== undefined
      ? `< ${exclusiveMaximum}`
      : maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER
        ? `≤ ${maximum}`
        : '',
  ].filter(part => part !== '');
  return [...(described.type === 'integer' ? ['whole'] : []), parts.join(', ')].join(', ');
}
