import { pathToFileURL } from 'node:url';
import { shownPath } from './display-lines.ts';

export interface PlaygroundCommandOptions {
  readonly reports: string;
  readonly synthetic?: boolean;
  readonly open?: boolean;
}

/** Writes the page that trains in a browser, and says where. */
export async function playgroundCommand({
  reports,
  synthetic,
  open,
}: PlaygroundCommandOptions): Promise<void> {
  const { writePlayground } = await import('../playground/write.ts');
  const { path, hasCifar10 } = await writePlayground(reports, { synthetic: synthetic ?? false });
  console.log(shownPath(path));
  if (!hasCifar10 && !synthetic) {
    console.log(
      'It has synthetic images alone: CIFAR-10 is not at hand yet. Any experiment on it fetches it.',
    );
  }
  if (!open) return;
  const { default: openInBrowser } = await import('open');
  await openInBrowser(pathToFileURL(path).href);
}
