/** What probe.mjs writes when the process ends. */
export interface Probed {
  /** Of this process alone (VmHWM). */
  readonly peakMegabytes: number
  /** Of the event loop, from the start of the first dump or load on. */
  readonly longestPauseMs: number
  readonly pauseP99Ms: number
}
