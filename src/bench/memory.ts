/** How far the heap rises above where it began while something runs, in bytes. */
export async function heapGrowth(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage().heapUsed
  let peak = before
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().heapUsed)), 5)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return peak - before
}
