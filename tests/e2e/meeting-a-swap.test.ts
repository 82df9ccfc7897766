import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createProject, type Project } from '../support/project.ts'
import { replacedPrograms } from '../support/replaced-programs.ts'

const waitFor = (file: string) => `while [ ! -e '${file}' ]; do sleep 0.05; done`

async function untilThere(file: string): Promise<void> {
  await expect.poll(() => existsSync(file), { timeout: 20_000 }).toBe(true)
}

/** A restore that stops right after its swap, before it has said so anywhere, until `goOn`. */
function restoreStoppedAfterSwap(project: Project, directory: string) {
  const [swapped, done] = [join(directory, 'swapped'), join(directory, 'done')]
  const script = `
seen="${directory}/$$"
tee "$seen" | "$real" "$@"
status=$?
if grep -q 'RENAME TO' "$seen"; then : > '${swapped}'; ${waitFor(done)}; fi
exit $status`
  const ended = project.pgsafe(['restore', '--latest', '--yes'], { env: replacedPrograms(directory, { psql: script }) })
  return { swapped, ended, goOn: () => writeFileSync(done, '') }
}

/** Its psql is connected to the database, and about to get its first question, until `goOn`. */
function pgsafeAtFirstQuestion(project: Project, directory: string, args: readonly string[]) {
  const [asking, go] = [join(directory, 'asking'), join(directory, 'go')]
  // The pipe's writer ends with psql: it must not wait for more to ask a psql that is gone.
  const script = `
pipe="${directory}/$$"; mkfifo "$pipe"; exec 3<&0
"$real" "$@" < "$pipe" & psql=$!
{ while IFS= read -r line <&3; do
  if [ ! -e '${asking}' ]; then : > '${asking}'; ${waitFor(go)}; fi
  printf '%s\\n' "$line"
done > "$pipe"; } & writer=$!
wait $psql; status=$?
kill $writer 2>/dev/null
exit $status`
  const ended = project.pgsafe(args, { env: replacedPrograms(directory, { psql: script }) })
  return { asking, ended, goOn: () => writeFileSync(go, '') }
}

it.each([
  ['a guard', ['guard', '--yes', '--json', '--', 'touch', 'it-ran'], 125],
  ['a backup', ['backup', '--auto', '--json'], 8],
  ['a diff', ['diff', '--json'], 8],
])('%s that loses its connection to the swap of a restore says "locked" and by whom', async (_what, args, exitCode) => {
  const project = await createProject()
  await project.backup()
  const [mine, theirs] = [join(project.directory, 'mine'), join(project.directory, 'theirs')]
  for (const directory of [mine, theirs]) mkdirSync(directory)
  const run = pgsafeAtFirstQuestion(project, mine, args)
  await untilThere(run.asking)
  const sessions = `SELECT count(*) FROM pg_stat_activity WHERE datname = '${project.database.name}' AND pid <> pg_backend_pid()`
  await expect.poll(() => project.query(sessions), { timeout: 20_000 }).toBe('1')
  const restore = restoreStoppedAfterSwap(project, theirs)
  await untilThere(restore.swapped)
  run.goOn()
  const outcome = await run.ended
  restore.goOn()
  expect(await restore.ended).toMatchObject({ exitCode: 0 })
  expect(outcome).toEqual({ ...outcome, exitCode })
  expect(outcome.stdout + outcome.stderr).toMatch(
    /"code":"locked","message":"another run is using these backups: restore, process \d+ on /,
  )
  expect(existsSync(join(project.directory, 'it-ran'))).toBe(false)
})
