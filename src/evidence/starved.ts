/**
 * A layer counts as starved of gradient if it gets less than one part in so many of what the same layer of the residual twin
 * gets: an order of magnitude, which a logarithmic scale shows and a learning rate cannot make up for without harm elsewhere.
 */
export const STARVED = 10;
