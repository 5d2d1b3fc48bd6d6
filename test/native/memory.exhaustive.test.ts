import test from 'ava';
import { type Level, levels } from '../../native/toolchain.ts';
import { toolchains } from './fixtures.ts';
import { findNoError } from './sanitized.ts';

/*
 * Runs the kernels with sanitizers, for every level that this processor has. On random shapes and on one to three threads nothing beside a tensor, a piece of scratch
 * memory or an array may be touched, nothing read that nobody wrote, nothing be left to the compiler's discretion, and
 * no two threads use the same memory unless one comes after the other.
 * Serial: each keeps all cores busy, and one after the other they end often enough not to look stuck.
 */
/** Fresh memory is no number in every value. */
const ASAN_OPTIONS = `max_malloc_fill_size=${2 ** 30}:malloc_fill_byte=255`;

for (const [index, { command: compiler, compiler: name, level: best }] of toolchains.entries()) {
  const names = Object.keys(levels[process.arch]!) as Level[];
  const possible = names.slice(names.indexOf(best));
  // What differs from level to level is the source, whichever compiler reads it.
  for (const level of index === 0 ? possible : possible.slice(0, 1)) {
    test.serial(
      `no kernel touches memory that is not its own, compiled by ${name} for ${level}`,
      findNoError,
      {
        compiler,
        level,
        sanitizers: ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
        // Not every machine lets leaks be found.
        options: [1, 0].map(leaks => ({ ASAN_OPTIONS: `${ASAN_OPTIONS}:detect_leaks=${leaks}` })),
      },
    );
  }

  // Threads meet in the pool, which is the same on every level.
  test.serial(
    `no two threads use the same memory in no order, compiled by ${name} for ${best}`,
    findNoError,
    {
      compiler,
      level: best,
      sanitizers: ['-fsanitize=thread'],
      options: [{ TSAN_OPTIONS: 'halt_on_error=1' }],
    },
  );
}

if (toolchains.length === 0) {
  test('memory that the kernels touch is tested with EXHAUSTIVE=1, where there is a C++ compiler', t =>
    t.pass());
}
