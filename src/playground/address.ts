import { type Choice, DATA, DEFAULTS, depthsFor, ENGINES, fitting, type Settings } from './settings.ts';

/**
 * Settings of all pairs of a page as what stands behind the `#` of its address, and back. Only what is not usual is named,
 * so that the address of a page that nobody touched is its own.
 */
export function addressOf(pairs: readonly Settings[]): string {
  const written = pairs.map(pair => {
    const fields = new URLSearchParams();
    for (const [name, field] of Object.entries(FIELDS)) {
      const value = field.write(pair);
      if (value !== field.write(DEFAULTS)) fields.set(name, value);
    }
    return fields.toString();
  });
  return written.join(SEPARATOR);
}

/** What an address says; whatever it does not say, or says wrongly, is as usual. At least one pair, at most two. */
export function settingsIn(address: string): Settings[] {
  return address
    .replace(/^#/, '')
    .split(SEPARATOR)
    .slice(0, MOST_PAIRS)
    .map(text => {
      const fields = new URLSearchParams(text);
      const settings: Settings = { ...DEFAULTS };
      for (const [name, field] of Object.entries(FIELDS)) {
        const value = fields.get(name);
        if (value !== null) Object.assign(settings, field.read(value, settings));
      }
      return fitting(settings);
    });
}

export const MOST_PAIRS = 2;
const SEPARATOR = '~';

interface Field {
  write(settings: Settings): string;
  /** Nothing where the value is none. */
  read(value: string, settings: Settings): Partial<Settings>;
}

const FIELDS: Readonly<Record<string, Field>> = {
  first: network(0),
  second: network(1),
  width: number('width', value => Number.isInteger(value) && value <= 32),
  'batch-norm': {
    write: ({ batchNorm }) => (batchNorm ? 'on' : 'off'),
    read: value => (value === 'on' || value === 'off' ? { batchNorm: value === 'on' } : {}),
  },
  gain: number('gain'),
  shortcut: word('shortcut'),
  optimizer: word('optimizer'),
  rate: number('rate'),
  regularizer: { write: ({ regularizer }) => regularizer, read: regularizer => ({ regularizer }) },
  data: oneOf('data', DATA),
  engine: oneOf('engine', ENGINES),
  seed: number('seed', Number.isInteger),
};

const DEPTHS: readonly number[] = DATA.flatMap(data => [...depthsFor(data)]);

function oneOf<Name extends 'data' | 'engine'>(name: Name, values: readonly Settings[Name][]): Field {
  return {
    write: settings => settings[name],
    read(value) {
      const found = values.find(one => one === value);
      return found ? { [name]: found } : {};
    },
  };
}

/** `plain-44` */
function network(place: 0 | 1): Field {
  return {
    write: ({ networks }) => `${networks[place].kind}-${networks[place].depth}`,
    read(value, { networks }) {
      const [, kind, depth] = /^(plain|residual)-(\d+)$/.exec(value) ?? [];
      if (!kind || !DEPTHS.includes(Number(depth))) return {};
      const chosen = { kind, depth: Number(depth) } as Choice;
      return { networks: place === 0 ? [chosen, networks[1]] : [networks[0], chosen] };
    },
  };
}

function number(
  name: 'width' | 'gain' | 'rate' | 'seed',
  isAllowed: (value: number) => boolean = () => true,
): Field {
  return {
    write: settings => String(settings[name]),
    read: value => (Number(value) > 0 && isAllowed(Number(value)) ? { [name]: Number(value) } : {}),
  };
}

function word(name: 'shortcut' | 'optimizer'): Field {
  return {
    write: settings => settings[name],
    read: value => (value === '' ? {} : { [name]: value }),
  };
}
