/** One word of a command line, as a shell reads it. */
export function shellWord(word: string): string {
  return /^[\w./:=,+@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
