import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { compileCommands } from '../../native/compile.ts';
import { HEADER, makeHeader } from '../../native/header.ts';
import { sourceFolder } from '../../native/record.ts';
import { type Fields, signatures } from '../../native/signatures.ts';
import { findToolchain, run } from '../../native/toolchain.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { testCompiled } from './fixtures.ts';

test('of each kernel and group there is a struct whose fields are read in the order of the table', t => {
  const pair = { struct: 'Pair', fields: { one: 'tensor', other: 'tensor' } } as const;
  const header = makeHeader({
    blend: { share: 'real', count: { sizeOf: 'sum' }, pairs: { list: pair }, sum: { optional: 'tensor' } },
    swap: { pair, deep: 'flag' },
  });
  t.is(
    header,
    `// Made from signatures.ts by the build.
#pragma once

#include "arguments.h"

namespace signatures {

struct Pair {
  Tensor one;
  Tensor other;
  explicit Pair(Arguments &from)
      : one(from.tensor("one")),
        other(from.tensor("other")) {}
};

struct Blend {
  double share;
  int32_t count;
  std::vector<Pair> pairs;
  std::optional<Tensor> sum;
  explicit Blend(Arguments &from)
      : share(from.real("share")),
        count(from.size("count")),
        pairs(from.list<Pair>("pairs")),
        sum(from.optionalTensor("sum")) {}
};

struct Swap {
  Pair pair;
  bool deep;
  explicit Swap(Arguments &from)
      : pair(from),
        deep(from.flag("deep")) {}
};

}  // namespace signatures

#define KERNELS(USE) USE(blend, signatures::Blend) USE(swap, signatures::Swap)
`,
  );
});

test('two groups of one name are refused', t => {
  const group = (one: 'tensor' | 'real') => ({ struct: 'Pair', fields: { one } });
  t.throws(() => makeHeader({ swap: { a: group('tensor'), b: group('real') } }), {
    message: 'native/signatures.ts has two structs of the name Pair; rename one',
  });
});

const { sum, ...withoutSum } = signatures.add;
const mismatches: [title: string, table: Record<string, Fields>, complaint: RegExp | null][] = [
  ['as it is compiles', signatures, null],
  ['without an argument that a kernel uses does not compile', { ...signatures, add: withoutSum }, /sum/],
  [
    'with an argument of another kind does not compile',
    { ...signatures, add: { ...withoutSum, sum: 'real' } },
    /sum/,
  ],
  ['with a kernel that nobody wrote does not compile', { ...signatures, subtract: { sum } }, /subtract/],
];

for (const [title, table, complaint] of mismatches) {
  testCompiled(`the addon with the table of arguments ${title}`, async t => {
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, HEADER), makeHeader(table));
    const { command: compiler, level } = await findToolchain(process.env);
    const flags = ['-std=c++17', '-fsyntax-only', '-DREQUIRED_FEATURES='];
    const [glue] = compileCommands(compiler, { level, flags }, sourceFolder, folder);
    const { code, output } = await run(glue!.command, process.env);
    t.is(code === 0, complaint === null, output);
    if (complaint) t.regex(output, complaint);
  });
}
