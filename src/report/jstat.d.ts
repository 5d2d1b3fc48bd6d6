/** The one corner of jStat that is used here; the package ships no types. */
declare module 'jstat' {
  const jStat: {
    readonly studentt: {
      /** Quantile of Student's t: the value below which the probability `p` lies. */
      inv(p: number, degreesOfFreedom: number): number;
    };
  };
  export default jStat;
}
