import { Writable } from 'node:stream';

/**
 * What a person sees after a program has written to a terminal: enough of a terminal for progress bars (cursor
 * movements, erasing, lines that wrap or are cut at the right edge). The screen is as high as need be.
 */
export class Screen {
  private readonly rows: string[][] = [[]];
  private row = 0;
  private column = 0;
  wraps = true;
  cursorVisible = true;
  private readonly columns: number;

  constructor(columns = 80) {
    this.columns = columns;
  }

  /** Lines without blanks at their ends, and without empty ones at the bottom. */
  get lines(): string[] {
    const lines = this.rows.map(cells =>
      Array.from(cells, cell => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  write(text: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    for (const [token, command] of text.matchAll(/\x1b\[([?\d;]*[A-Za-z])|./gsu)) {
      if (command) this.control(command);
      else if (token === '\r') this.column = 0;
      else if (token === '\n') this.lineFeed();
      else this.put(token);
    }
  }

  private put(character: string): void {
    if (this.column === this.columns) {
      if (this.wraps) this.lineFeed();
      else this.column--;
    }
    this.rows[this.row]![this.column++] = character;
  }

  /** Also returns the carriage, as the terminal driver does. */
  private lineFeed(): void {
    this.row++;
    this.column = 0;
    this.rows[this.row] ??= [];
  }

  private control(command: string): void {
    const [amount = 1] = command.match(/\d+/g)?.map(Number) ?? [];
    const cells = this.rows[this.row]!;
    switch (command) {
      case '?7h':
      case '?7l':
        this.wraps = command === '?7h';
        return;
      case '?25h':
      case '?25l':
        this.cursorVisible = command === '?25h';
        return;
      case 'J':
      case '0J':
        this.rows.length = this.row + 1;
        cells.length = Math.min(cells.length, this.column);
        return;
      case 'K':
      case '0K':
        cells.length = Math.min(cells.length, this.column);
        return;
      case '2K':
        cells.length = 0;
        return;
    }
    if (command.endsWith('A')) this.row = Math.max(0, this.row - amount);
    else if (command.endsWith('G')) this.column = amount - 1;
    else throw new Error(`this terminal does not know ESC [ ${command}`);
  }
}

/** A stream that passes for a terminal and draws on a screen. */
export function terminalStream(screen: Screen, columns = 80): NodeJS.WriteStream {
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      screen.write(String(chunk));
      done();
    },
  });
  return Object.assign(stream, { isTTY: true, columns }) as unknown as NodeJS.WriteStream;
}
