import { parseOptions, splitSpec } from '../named-options.ts';
import type { Kind, RegularizerSpec, RunConfig } from '../run/config.ts';
import { loadRegularizerFile, type RegularizerFile } from './files.ts';
import { findRegularizer } from './registry.ts';
import type { ChangedExamples, Regularizer } from './regularizer.ts';

/** What is added to a network, or to its recipe, to make one more arm of an experiment. */
export interface RegularizerArm {
  readonly specs: readonly RegularizerSpec[];
  /** Networks that all of them can act on. */
  readonly kinds: readonly Kind[];
  /** Names of those that choose by the validation error. */
  readonly needValidation: readonly string[];
  /** What some of them change of the examples, so that these have to be it, by their names. */
  readonly changing: readonly { readonly name: string; readonly changes: ChangedExamples }[];
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
    const { name, values } = splitSpec(part);
    const { regularizer, file } = isFile(name)
      ? await loadRegularizerFile(name)
      : { regularizer: findRegularizer({ name }), file: null };
    if (parts.some(({ spec }) => spec.name === regularizer.name)) {
      throw new RangeError(`regularizer ${regularizer.name} is in "${text}" twice`);
    }
    const options = parseOptions('regularizer', regularizer, values);
    const spec = { name: regularizer.name, options, ...(file && { sha256: file.sha256 }) };
    parts.push({ regularizer, spec, file });
  }
  return {
    specs: parts.map(({ spec }) => spec),
    kinds: (['plain', 'residual'] as const).filter(kind =>
      parts.every(({ regularizer }) => regularizer.kinds.includes(kind)),
    ),
    needValidation: parts.flatMap(({ regularizer: { name, needsValidation } }) =>
      needsValidation ? name : [],
    ),
    changing: parts.flatMap(({ regularizer: { name, changes } }) => (changes ? { name, changes } : [])),
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
    .map(part => splitSpec(part).name)
    .filter(name => !isFile(name));
}

function isFile(name: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(name);
}
