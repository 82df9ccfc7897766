/** Lets everything else that waits have its turn of the event loop. (A list starts without node:timers/promises.) */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
