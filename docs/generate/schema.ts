import { resultsJsonSchema } from '../../src/results/json-schema.ts';
import { root } from './pages.ts';

/** JSON Schema of all files of results, as it is kept beside the page on them. */
export function schemaFile(): { readonly file: URL; readonly text: string } {
  return {
    file: new URL('docs/results.schema.json', root),
    text: `${JSON.stringify(resultsJsonSchema(), null, 2)}\n`,
  };
}
