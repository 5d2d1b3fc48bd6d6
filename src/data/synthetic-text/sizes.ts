/** Of the synthetic texts: for something, or against it. */
export const CLASSES = 2;

export const SYNTHETIC_TEXT_SIZES = { train: 4000, test: 1000 };
