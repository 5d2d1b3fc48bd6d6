/** Makes the C++ side of `signatures.ts`. */
import { type Fields, type Group, type Kind, signatures } from './signatures.ts';

/** Name of the header that `addon.cc` includes; the build writes it beside the objects. */
export const HEADER = 'signatures.h';

/**
 * A struct for each group and each kernel, whose constructors read its fields in the table's order, and the list of all
 * kernels: `KERNELS(USE)` is `USE(add, signatures::Add) …`.
 */
export function makeHeader(table: Readonly<Record<string, Fields>> = signatures): string {
  const structs = new Map<string, Fields>();
  const text = ['// Made from signatures.ts by the build.', '#pragma once', '', '#include "arguments.h"'];
  text.push('', 'namespace signatures {', '');
  for (const [kernel, fields] of Object.entries(table)) {
    addGroups(fields);
    addStruct(structOf(kernel), fields);
  }
  const uses = Object.keys(table).map(kernel => `USE(${kernel}, signatures::${structOf(kernel)})`);
  text.push('}  // namespace signatures', '', `#define KERNELS(USE) ${uses.join(' ')}`, '');
  return text.join('\n');

  function addGroups(fields: Fields): void {
    for (const kind of Object.values(fields)) {
      const group = groupOf(kind);
      if (!group || structs.get(group.struct) === group.fields) continue;
      addGroups(group.fields);
      addStruct(group.struct, group.fields);
    }
  }

  function addStruct(name: string, fields: Fields): void {
    if (structs.has(name))
      throw new Error(`native/signatures.ts has two structs of the name ${name}; rename one`);
    structs.set(name, fields);
    const members = Object.entries(fields).map(([field, kind]) => ({ field, ...memberOf(field, kind) }));
    text.push(`struct ${name} {`);
    for (const { field, type } of members) text.push(`  ${type} ${field};`);
    text.push(`  explicit ${name}(Arguments &from)`);
    text.push(`      : ${members.map(({ field, read }) => `${field}(${read})`).join(',\n        ')} {}`);
    text.push('};', '');
  }
}

function structOf(kernel: string): string {
  return kernel[0]!.toUpperCase() + kernel.slice(1);
}

function groupOf(kind: Kind): Group | null {
  if (typeof kind === 'string') return null;
  if ('struct' in kind) return kind;
  if ('list' in kind) return kind.list;
  if ('optional' in kind && kind.optional !== 'tensor') return kind.optional;
  return null;
}

const scalars = {
  flag: 'bool',
  size: 'int32_t',
  positive: 'int32_t',
  real: 'double',
  tensor: 'Tensor',
} as const;

/** Type of a member, and the expression that reads it. */
function memberOf(field: string, kind: Kind): { type: string; read: string } {
  if (typeof kind === 'string') return { type: scalars[kind], read: `from.${kind}("${field}")` };
  if ('sizeOf' in kind) return { type: 'int32_t', read: `from.size("${field}")` };
  if ('struct' in kind) return { type: kind.struct, read: 'from' };
  if ('list' in kind) {
    const { struct } = kind.list;
    return { type: `std::vector<${struct}>`, read: `from.list<${struct}>("${field}")` };
  }
  if (kind.optional === 'tensor')
    return { type: 'std::optional<Tensor>', read: `from.optionalTensor("${field}")` };
  const { struct } = kind.optional;
  return { type: `std::optional<${struct}>`, read: `from.optional<${struct}>("${field}")` };
}
