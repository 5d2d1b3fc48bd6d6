import { once } from 'node:events';
import { basename } from 'node:path';
import { serveReports } from '../reports/live/server.ts';
import { shownPath } from './display-lines.ts';

export interface PlaygroundCommandOptions {
  readonly reports: string;
  readonly results: string;
  readonly synthetic?: boolean;
  readonly open?: boolean;
}

/** Writes the page that trains in a browser, and says where; serves it until it is interrupted, if it is to be opened. */
export async function playgroundCommand(
  { reports, results, synthetic, open }: PlaygroundCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const { writePlayground } = await import('../playground/write.ts');
  const { path, hasCifar10, hasReviews } = await writePlayground(reports, { synthetic: synthetic ?? false });
  console.log(shownPath(path));
  if (!synthetic) {
    if (!hasCifar10)
      console.log('It has no real images: CIFAR-10 is not at hand yet. Any experiment on it fetches it.');
    if (!hasReviews)
      console.log(
        'It has no real texts: the reviews of films are not at hand yet. npm run exp:text fetches them.',
      );
  }
  if (!open) return;
  const server = await serveReports({ reportsFolder: reports, resultsFolder: results });
  try {
    const address = server.address + basename(path);
    console.log(`It is at ${address} for as long as this runs. Ctrl-C ends it.`);
    const { default: openInBrowser } = await import('open');
    // Where there is no browser the address says enough.
    openInBrowser(address).catch(() => {});
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await server.close();
  }
}
