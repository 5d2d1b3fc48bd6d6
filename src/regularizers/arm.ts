import type { z } from 'zod';
import type { Kind, RegularizerSpec, RunConfig } from '../run/config.ts';
import { findRegularizer, loadRegularizerFile, type RegularizerFile } from './registry.ts';
import type { Regularizer } from './regularizer.ts';

/** What is added to a network, or to its recipe, to make one more arm of an experiment. */
export interface RegularizerArm {
  readonly specs: readonly RegularizerSpec[];
  /** Networks that all of them can act on. */
  readonly kinds: readonly Kind[];
  /** Files of a user's own that a process has to load first. */
  readonly files: readonly RegularizerFile[];
  /** @returns the configuration with the regularizers in it, and with what they change in it */
  configure(config: RunConfig): RunConfig;
}

/**
 * One arm from the command line: names and files with the values of their parameters, `l1=1e-5`,
 * `dropout=0.2+l2`, `augment=2,flip=off`, `./mine.ts=0.5`.
 *
 * @throws RangeError naming the regularizer, the value received and what is allowed; Error for a file, see
 *   `loadRegularizerFile`
 */
export async function parseArm(text: string): Promise<RegularizerArm> {
  const parts: { regularizer: Regularizer; spec: RegularizerSpec; file: RegularizerFile | null }[] = [];
  for (const part of text.split('+')) {
    const [, name = '', values] = /^([^=]*)(?:=(.*))?$/s.exec(part)!;
    const { regularizer, file } = isFile(name)
      ? await loadRegularizerFile(name)
      : { regularizer: findRegularizer({ name }), file: null };
    if (parts.some(({ spec }) => spec.name === regularizer.name)) {
      throw new RangeError(`regularizer ${regularizer.name} is in "${text}" twice`);
    }
    const options = parseOptions(regularizer, values);
    const spec = { name: regularizer.name, options, ...(file && { sha256: file.sha256 }) };
    parts.push({ regularizer, spec, file });
  }
  return {
    specs: parts.map(({ spec }) => spec),
    kinds: (['plain', 'residual'] as const).filter(kind =>
      parts.every(({ regularizer }) => regularizer.kinds.includes(kind)),
    ),
    files: parts.flatMap(({ file }) => file ?? []),
    configure: config =>
      parts.reduce((changed, { regularizer, spec }) => regularizer.configure(changed, spec.options), {
        ...config,
        regularizers: parts.map(({ spec }) => spec),
      }),
  };
}

/** Names of the suite's own regularizers in `l1=1e-5+./mine.ts`, for checking. */
export function armNames(text: string): string[] {
  return text
    .split('+')
    .map(part => part.split('=', 1)[0]!)
    .filter(name => !isFile(name));
}

function isFile(name: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(name);
}

/** @param text `0.2`, `2,flip=off`; the first value belongs to the first parameter if it names none */
function parseOptions(regularizer: Regularizer, text: string | undefined): RegularizerSpec['options'] {
  const { name, parameters } = regularizer;
  const names = Object.keys(parameters.shape);
  const given: Record<string, number | boolean | string> = {};
  for (const [index, part] of (text === undefined ? [] : text.split(',')).entries()) {
    const [left = '', right] = part.split('=', 2);
    const parameter = right === undefined && index === 0 ? names[0] : left;
    if (parameter === undefined) throw new RangeError(`regularizer ${name} has no parameters; got "${part}"`);
    if (!names.includes(parameter) || (right === undefined && index > 0)) {
      throw new RangeError(`regularizer ${name}: got "${part}"; parameters: ${describe(parameters)}`);
    }
    given[parameter] = parseValue(right ?? left);
  }
  const options = parameters.safeParse(given);
  if (options.success) return options.data as RegularizerSpec['options'];
  const { message, path } = options.error.issues[0]!;
  const parameter = String(path[0]);
  throw new RangeError(
    `regularizer ${name}: ${parameter} got "${given[parameter]}"; ${message}. Parameters: ${describe(parameters)}`,
  );
}

function parseValue(text: string): number | boolean | string {
  if (/^(on|true)$/.test(text)) return true;
  if (/^(off|false)$/.test(text)) return false;
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** `rate (probability of dropping a feature; default 0.2)`, for each parameter. */
function describe({ shape }: z.ZodObject): string {
  return Object.entries(shape)
    .map(([name, schema]) => `${name} (${(schema as z.ZodType).description})`)
    .join(', ');
}
