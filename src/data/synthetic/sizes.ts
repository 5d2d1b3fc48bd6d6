/** Of the synthetic set: five patterns, each in two sizes. */
export const CLASSES = 10;

/** Images of the synthetic set. */
export const SYNTHETIC_SIZES = { train: 12_000, test: 2_000 };
