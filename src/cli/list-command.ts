import { experimentNames, loadExperiment } from '../catalogue.ts';
import { presetNames } from '../suite/presets.ts';

/** Prints every experiment with its question, its presets and the line that runs it. */
export async function listCommand(): Promise<void> {
  const columns = Math.max(...presetNames.map(name => name.length));
  for (const name of experimentNames()) {
    const { title, question, presets } = await loadExperiment(name);
    console.log(`${name} – ${title}\n  ${question}\n  npm run exp:${name} -- --preset …`);
    for (const preset of presetNames) {
      if (presets[preset]) console.log(`    ${preset.padEnd(columns)}  ${presets[preset].description}`);
    }
  }
}
