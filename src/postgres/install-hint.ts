import { readFileSync } from 'node:fs'

/**
 * How to install PostgreSQL's client programs, in one line. `major`: at least that one is needed. `osRelease`: the text of
 * /etc/os-release, which tells Linux distributions apart; read from this machine when not given.
 */
export function installHint(platform: NodeJS.Platform, major?: number, osRelease = readOsRelease(platform)): string {
  const wanted = major === undefined ? undefined : String(major)
  const command = installCommand(platform, wanted, distributionsOf(osRelease))
  const what =
    wanted === undefined ? "PostgreSQL's client programs" : `PostgreSQL's client programs, version ${wanted} or newer`
  return command === undefined
    ? `install ${what} (https://www.postgresql.org/download/), or set PGSAFE_PG_BIN to the directory that holds them`
    : `install ${what}: ${command}`
}

function installCommand(
  platform: NodeJS.Platform,
  major: string | undefined,
  like: readonly string[],
): string | undefined {
  if (platform === 'darwin') return major === undefined ? 'brew install libpq' : `brew install postgresql@${major}`
  if (platform === 'win32') {
    return `winget install PostgreSQL.PostgreSQL.${major ?? '18'} (or: choco install postgresql${major ?? ''})`
  }
  const distribution = like.find((name) => name in linuxCommands)
  return distribution === undefined ? undefined : linuxCommands[distribution]?.(major)
}

/** By the names in os-release. Debian has one major per release: others come from PostgreSQL's own repository. */
const linuxCommands: Readonly<Record<string, (major: string | undefined) => string>> = {
  debian: (major) =>
    major === undefined
      ? 'sudo apt-get install postgresql-client'
      : `sudo apt-get install postgresql-common && sudo /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y && sudo apt-get install postgresql-client-${major}`,
  fedora: (major) => `sudo dnf install postgresql${major ?? ''}`,
  alpine: (major) => `apk add postgresql${major ?? ''}-client`,
  arch: () => 'sudo pacman -S postgresql',
  suse: (major) => `sudo zypper install postgresql${major ?? ''}`,
}

/** ID and ID_LIKE: "ubuntu", "debian" … */
function distributionsOf(osRelease: string): string[] {
  return [...osRelease.matchAll(/^(?:ID|ID_LIKE)=(.*)$/gm)].flatMap(([, value = '']) =>
    value.replaceAll(/["']/g, '').trim().split(/\s+/),
  )
}

function readOsRelease(platform: NodeJS.Platform): string {
  if (platform !== 'linux') return ''
  try {
    return readFileSync('/etc/os-release', 'utf8')
  } catch (error) {
    // Without that file the hint names no command.
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}
