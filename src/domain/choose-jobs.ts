/** More connections than that gain little on one server and may take those of others. */
const most = 8

/** How many jobs a parallel dump or restore gets: as asked, else one for each core, but no more than there are things to do. */
export function chooseJobs({
  asked,
  cores,
  items,
}: {
  asked: number | undefined
  cores: number
  items: number
}): number {
  return asked ?? Math.max(1, Math.min(cores, items, most))
}
