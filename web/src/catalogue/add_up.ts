// Adds a priced order up by hand, so that its figures can be followed and a difference would show. Pure.
import type { Priced, PricedLine } from './types';

export interface LineSum {
  gross: number;
  off: { applied: number; minor: number }[];
  net: number;
  /** On top of the net; 0 where the price includes it. */
  taxAdded: number;
  /** Inside the net. */
  taxInside: number;
  total: number;
  holds: boolean;
}

export function lineSum(line: PricedLine): LineSum {
  const off = line.benefits.reduce((sum, { minor }) => sum + minor, 0);
  const taxAdded = line.price.tax_included ? 0 : line.tax_minor;
  return {
    gross: line.gross_minor,
    off: line.benefits,
    net: line.net_minor,
    taxAdded,
    taxInside: line.tax_minor - taxAdded,
    total: line.total_minor,
    holds:
      // Quantity times unit price, rounded half up, once.
      Math.abs(line.gross_minor * 1000 - line.price.minor * line.quantity_milli) <= 500 &&
      line.gross_minor - off === line.net_minor &&
      line.net_minor + taxAdded === line.total_minor,
  };
}

export interface OrderSum {
  gross: number;
  /** What each scheme took off the lines, in the order applied; those that gave goods take nothing off. */
  off: { applied: number; minor: number }[];
  net: number;
  taxAdded: number;
  taxInside: number;
  total: number;
  /** Every line adds up, and the lines to the order. */
  holds: boolean;
}

export function orderSum(priced: Priced): OrderSum {
  const lines = priced.lines.map(lineSum);
  const sum = (of: (line: LineSum) => number) => lines.reduce((all, line) => all + of(line), 0);
  const off = priced.applied
    .map((_, applied) => ({
      applied,
      minor: sum((line) =>
        line.off.reduce((all, share) => all + (share.applied === applied ? share.minor : 0), 0),
      ),
    }))
    .filter(({ minor }) => minor > 0);
  const taken = off.reduce((all, { minor }) => all + minor, 0);
  const [gross, taxAdded, taxInside] = [
    sum((line) => line.gross),
    sum((line) => line.taxAdded),
    sum((line) => line.taxInside),
  ];
  return {
    gross,
    off,
    net: gross - taken,
    taxAdded,
    taxInside,
    total: gross - taken + taxAdded,
    holds:
      lines.every((line) => line.holds) &&
      gross === priced.gross_minor &&
      taken === priced.discount_minor &&
      taxAdded + taxInside === priced.tax_minor &&
      gross - taken + taxAdded === priced.total_minor,
  };
}
