import 'vega';

/** Exported by Vega, missing from its types. */
declare module 'vega' {
  interface MeasuredText {
    readonly text?: unknown;
    readonly fontSize?: number;
    readonly fontWeight?: string | number;
    /** Pixels after which it is cut. */
    readonly limit?: number;
  }

  const textMetrics: {
    /** Pixels that a line takes; whoever sets it knows the fonts. */
    width: (item: MeasuredText, line?: unknown) => number;
  };
}
