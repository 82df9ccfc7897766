import { list } from './command-rule.ts'
import type { Launcher } from './launcher.ts'

const npxFlags = {
  dropsDashes: true,
  workspaceFlags: ['-w', '--workspace'],
  valueFlags: list('-p, --package, --cache, --userconfig, --loglevel'),
  shellFlags: ['-c', '--call'],
  directoryFlags: ['--prefix', '-C'],
}
const pnpmFlags = { valueFlags: ['--package'], workspaceFlags: ['--filter', '-F'], directoryFlags: ['-C', '--dir'] }
const nodeFlags = {
  runsFile: true,
  valueFlags: list(
    '-r, --require, --import, --loader, --experimental-loader, --env-file, --conditions, -C, -P, --project, --tsconfig, -O',
  ),
  codeFlags: list('-e, -p, -pe, --eval, --print'),
}

/** Runners of JavaScript, and of packages. */
const javascript: readonly Launcher[] = [
  { start: 'npx', ...npxFlags },
  { start: 'npm exec', ...npxFlags },
  { start: 'npm x', ...npxFlags },
  { start: 'pnpm exec', ...pnpmFlags },
  { start: 'pnpm dlx', ...pnpmFlags },
  { start: 'pnpx', ...pnpmFlags },
  { start: 'yarn dlx', valueFlags: ['-p', '--package'], directoryFlags: ['--cwd'] },
  { start: 'yarn exec', directoryFlags: ['--cwd'] },
  { start: 'bunx', valueFlags: ['-p', '--package'] },
  { start: 'bun x', valueFlags: ['-p', '--package'] },
  { start: 'corepack' },
  ...['node', 'ts-node', 'ts-node-esm', 'tsx', 'deno run'].map((start) => ({ start, ...nodeFlags })),
  ...['rw', 'redwood', 'keystone', 'blitz'].map((framework) => ({ start: `${framework} prisma`, becomes: 'prisma' })),
]

/** What sets variables for a command. */
const environment: readonly Launcher[] = [
  {
    start: 'env',
    assignments: true,
    valueFlags: ['-u', '--unset'],
    directoryFlags: ['-C', '--chdir'],
    shellFlags: ['-S', '--split-string'],
  },
  { start: 'cross-env', assignments: true },
  { start: 'cross-env-shell', assignments: true, joins: true },
  { start: 'dotenv run', valueFlags: ['-f', '--file', '-e', '--env'] },
  { start: 'dotenv', valueFlags: ['-e', '-v', '-f', '--file', '-q', '--quote'] },
  {
    start: 'dotenvx run',
    valueFlags: list('-f, --env-file, -fk, --env-keys-file, -fv, --env-vault-file, -e, --env, --convention'),
  },
  { start: 'env-cmd', valueFlags: ['-f', '--file', '-e', '--environments', '-r', '--rc-file'] },
  {
    start: 'doppler run',
    valueFlags: ['-p', '--project', '-c', '--config', '-t', '--token'],
    shellFlags: ['--command'],
  },
  {
    start: 'infisical run',
    valueFlags: ['--env', '--path', '--projectId', '--token', '--tags'],
    shellFlags: ['--command'],
  },
  { start: 'op run', valueFlags: ['--env-file', '--account'] },
  { start: 'railway run', valueFlags: ['-s', '--service', '-e', '--environment', '-p', '--project'] },
  { start: 'vercel env run', valueFlags: ['-e', '--environment', '--git-branch'] },
  ...['aws-vault exec', 'chamber exec', 'direnv exec'].map((start) => ({
    start,
    operands: 1,
    valueFlags: ['-d', '--duration'],
  })),
]

/** What changes how a process runs, not what it does. */
const processes: readonly Launcher[] = [
  {
    start: 'sudo',
    assignments: true,
    valueFlags: list('-u, --user, -g, --group, -h, --host, -p, --prompt, -C, -T, -r, -t, -U'),
    directoryFlags: ['-D', '--chdir'],
  },
  { start: 'doas', valueFlags: ['-u', '-C'] },
  { start: 'time', valueFlags: ['-f', '-o'] },
  { start: 'nice', valueFlags: ['-n'] },
  { start: 'ionice', valueFlags: ['-c', '-n'] },
  { start: 'timeout', operands: 1, valueFlags: ['-s', '--signal', '-k', '--kill-after'] },
  { start: 'stdbuf', valueFlags: ['-i', '-o', '-e'] },
  ...list('nohup, exec, setsid, caffeinate, winpty, unbuffer, chronic').map((start) => ({ start })),
  {
    start: 'pgsafe guard',
    valueFlags: list(
      '--url, --config, --dir, --confirm, --label, --report, --lock-wait-timeout, --engine, --on-failure',
    ),
  },
]

/** Python, Ruby, PHP, Rust, Go, .NET. */
const languages: readonly Launcher[] = [
  ...['poetry run', 'pipenv run', 'pdm run', 'rye run', 'hatch run', 'uvx', 'pipx run', 'spring', 'go tool'].map(
    (start) => ({ start }),
  ),
  {
    start: 'uv run',
    valueFlags: list('--with, --python, -p, --env-file, --package, --extra, --group'),
    directoryFlags: ['--directory'],
  },
  { start: 'bundle exec' },
  { start: 'ruby', runsFile: true, valueFlags: ['-r', '-I'], codeFlags: ['-e'] },
  { start: 'php', runsFile: true, valueFlags: ['-d', '-c'], codeFlags: ['-r'] },
  { start: 'symfony console', becomes: 'console' },
  { start: 'cargo sqlx', becomes: 'sqlx' },
  { start: 'cargo loco', becomes: 'loco' },
  { start: 'dotnet ef', becomes: 'dotnet-ef' },
  { start: 'go run', valueFlags: ['-tags', '-C', '-mod'] },
]

/** Into containers and onto other hosts. */
const elsewhere: readonly Launcher[] = [
  { start: 'docker compose', becomes: 'docker-compose', valueFlags: ['-c', '--context', '-H', '--host'] },
  { start: 'podman compose', becomes: 'docker-compose' },
  ...['exec', 'run'].map((verb) => ({
    start: `docker-compose ${verb}`,
    valueFlags: list(
      '-f, --file, -p, --project-name, --profile, --env-file, -e, --env, -u, --user, -w, --workdir, --index, -v, --volume, --name, --entrypoint, --publish',
    ),
    operands: 1,
    elsewhere: true,
  })),
  ...['docker exec', 'docker container exec', 'podman exec'].map((start) => ({
    start,
    valueFlags: list('-e, --env, -u, --user, -w, --workdir, --env-file, --detach-keys'),
    operands: 1,
    elsewhere: true,
  })),
  {
    start: 'kubectl exec',
    valueFlags: list('-n, --namespace, -c, --container, --context, --kubeconfig'),
    operands: 1,
    elsewhere: true,
  },
  { start: 'sail', elsewhere: true },
  {
    start: 'heroku run',
    valueFlags: ['-a', '--app', '-e', '--env', '-r', '--remote', '-s', '--size', '--type'],
    elsewhere: true,
    joins: true,
  },
  { start: 'fly ssh console', valueFlags: ['-a', '--app', '-s'], shellFlags: ['-C', '--command'], elsewhere: true },
  {
    start: 'ssh',
    valueFlags: list('-p, -i, -l, -o, -F, -L, -R, -D, -J, -b, -c, -E, -m, -W, -w, -S'),
    operands: 1,
    elsewhere: true,
    joins: true,
  },
]

/** Every launcher that is seen through by its words alone. */
export const launchers: readonly Launcher[] = [...javascript, ...environment, ...processes, ...languages, ...elsewhere]
