import type { z } from 'zod';

/** Something with parameters that a command line may name: `dropout=0.2`, `adam=0.9,beta2=0.99`. */
export interface Named {
  readonly name: string;
  /** Each with a default and a description. */
  readonly parameters: z.ZodObject;
}

/** `adam=0.9,beta2=0.99` → `adam` and `0.9,beta2=0.99`; no values where there is no `=`. */
export function splitSpec(text: string): { name: string; values: string | undefined } {
  const [, name = '', values] = /^([^=]*)(?:=(.*))?$/s.exec(text)!;
  return { name, values };
}

/**
 * All options of something, from what stands behind its name: `0.2`, `2,flip=off`. The first value belongs to the first
 * parameter if it names none; what is not given has its default.
 *
 * @param what the kind of thing, in errors: `regularizer`
 * @throws RangeError naming the thing, the value received and what is allowed
 */
export function parseOptions(
  what: string,
  { name, parameters }: Named,
  text: string | undefined,
): Record<string, number | boolean | string> {
  const names = Object.keys(parameters.shape);
  const given: Record<string, number | boolean | string> = {};
  for (const [index, part] of (text === undefined ? [] : text.split(',')).entries()) {
    const [left = '', right] = part.split('=', 2);
    const parameter = right === undefined && index === 0 ? names[0] : left;
    if (parameter === undefined) throw new RangeError(`${what} ${name} has no parameters; got "${part}"`);
    if (!names.includes(parameter) || (right === undefined && index > 0)) {
      throw new RangeError(`${what} ${name}: got "${part}"; parameters: ${describe(parameters)}`);
    }
    given[parameter] = parseValue(right ?? left);
  }
  const options = parameters.safeParse(given);
  if (options.success) return options.data as typeof given;
  const { message, path } = options.error.issues[0]!;
  const parameter = String(path[0]);
  throw new RangeError(
    `${what} ${name}: ${parameter} got "${given[parameter]}"; ${message}. Parameters: ${describe(parameters)}`,
  );
}

function parseValue(text: string): number | boolean | string {
  if (/^(on|true)$/.test(text)) return true;
  if (/^(off|false)$/.test(text)) return false;
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** `rate (probability of dropping a feature)`, for each parameter. */
function describe({ shape }: z.ZodObject): string {
  return Object.entries(shape)
    .map(([name, schema]) => `${name} (${(schema as z.ZodType).description})`)
    .join(', ');
}
