import { experimentNames, loadExperiment } from '../suite/catalogue.ts';

/** Prints every experiment with its question and presets. */
export async function listCommand(): Promise<void> {
  for (const name of experimentNames()) {
    const { title, question, presets } = await loadExperiment(name);
    console.log(`${name} – ${title}\n  ${question}`);
    for (const [preset, { description }] of Object.entries(presets)) {
      console.log(`  --preset ${preset.padEnd(9)} ${description}`);
    }
  }
}
