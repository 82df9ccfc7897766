/** How many transaction ids were given out between two readings of xmax (64 bits, as text), whatever became of them. */
export function transactionsBetween(earlier: string, later: string): number {
  return Number(BigInt(later) - BigInt(earlier))
}
