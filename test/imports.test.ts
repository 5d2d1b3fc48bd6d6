import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
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

/** What is drawn, and what of the project's folders it may know of, at once, later or for types. */
const reading: Readonly<Record<string, readonly string[]>> = {
  page: ['language'],
  evidence: ['language', 'results', 'run'],
  charts: ['evidence', 'language', 'paper', 'results', 'run'],
  reports: ['charts', 'evidence', 'language', 'page', 'paper', 'results', 'run'],
  language: [],
};

/** Who may know of what is drawn. */
const tellers = ['cli', 'published', 'playground', 'experiment.ts'];

/** `suite`, or the name of a file that lies in no folder. */
function placeOf(file: string): string {
  return file.split(sep)[1]!;
}

/** Arrows from one place to another that some rule forbids. */
function arrows(isForbidden: (from: string, to: string) => boolean): string[] {
  return [...imports].flatMap(([file, all]) =>
    all
      .filter(path => placeOf(path) !== placeOf(file) && isForbidden(placeOf(file), placeOf(path)))
      .map(path => `${file} → ${path}`),
  );
}

test('what is drawn knows of rows and of nothing that makes them', t => {
  t.deepEqual(
    Object.keys(reading).filter(place => ![...imports.keys()].some(file => placeOf(file) === place)),
    [],
  );
  t.deepEqual(
    arrows((from, to) => reading[from] !== undefined && !to.endsWith('.ts') && !reading[from].includes(to)),
    [],
  );
});

test('the paper and a run ask data what they are, and load none', t => {
  const descriptions = ['registry.ts', 'sizes.ts', 'images/config.ts'].map(file => join('src', 'data', file));
  const asked = [...imports].flatMap(([file, all]) =>
    ['paper', 'run'].includes(placeOf(file)) ? all.filter(path => placeOf(path) === 'data') : [],
  );
  t.deepEqual([...new Set(asked)].sort(), descriptions.sort());
});

test('nothing that trains knows what is drawn', t => {
  const drawing = Object.keys(reading).filter(place => place !== 'language');
  t.deepEqual(
    arrows((from, to) => reading[from] === undefined && !tellers.includes(from) && drawing.includes(to)),
    [],
  );
});

test('the command line asks the suite and the reports, and trains and draws nothing itself', t => {
  const inside = ['model', 'ops', 'train', 'charts', 'evidence', 'page'];
  t.deepEqual(
    arrows((from, to) => from === 'cli' && inside.includes(to)),
    [],
  );
});
