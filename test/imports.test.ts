import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';

/** What each file of the source imports, at once, later or for its types. */
const imports = new Map(
  readdirSync('src', { recursive: true })
    .map(file => join('src', String(file)))
    .filter(file => file.endsWith('.ts'))
    .map(file => [
      file,
      [...readFileSync(file, 'utf8').matchAll(/(?:\bfrom |\bimport\()'(\.[^']+)'/g)].map(([, path]) =>
        join(dirname(file), path!),
      ),
    ]),
);

/** The first way that leads from a file back to itself. */
function circle(): string[] | null {
  const done = new Set<string>();
  const follow = (file: string, way: string[]): string[] | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of imports.get(file) ?? []) {
      const found = follow(next, [...way, file]);
      if (found) return found;
    }
    done.add(file);
    return null;
  };
  for (const file of imports.keys()) {
    const found = follow(file, []);
    if (found) return found;
  }
  return null;
}

test('no file of the source imports itself through others, not for types either', t => {
  t.true([...imports.values()].flat().length > imports.size);
  t.is(circle()?.join(' → '), undefined);
});

test('neither reports nor what they are made of know how data are loaded', t => {
  const reading = ['charts', 'evidence', 'page', 'reports'].map(folder => join('src', folder));
  const known = [...imports].filter(([file]) => reading.some(folder => file.startsWith(folder)));
  t.true(known.length > 0);
  t.deepEqual(
    known.flatMap(([file, all]) =>
      all.filter(path => path.startsWith(join('src', 'data'))).map(path => `${file} → ${path}`),
    ),
    [],
  );
});
