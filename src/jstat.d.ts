/** The corners of jStat that are used here; the package ships no types. */
declare module 'jstat' {
  const jStat: {
    /** Logarithm of the gamma function. */
    gammaln(x: number): number;
    readonly studentt: {
      /** Quantile of Student's t: the value below which the probability `p` lies. */
      inv(p: number, degreesOfFreedom: number): number;
    };
    readonly normal: {
      /** Quantile of the normal distribution. */
      inv(p: number, mean: number, standardDeviation: number): number;
    };
    readonly binomial: {
      /** Probability of at most `k` successes in `n` trials. */
      cdf(k: number, n: number, p: number): number;
    };
    /** Spearman's rank correlation, equal values sharing their mean rank; NaN where one side is constant. */
    spearmancoeff(x: readonly number[], y: readonly number[]): number;
    /** Inverse of a square matrix, by rows. */
    inv(matrix: readonly (readonly number[])[]): number[][];
  };
  export default jStat;
}
