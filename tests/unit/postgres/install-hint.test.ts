import { expect, it } from 'vitest'
import { installHint } from '../../../src/postgres/install-hint.ts'

const ubuntu = 'PRETTY_NAME="Ubuntu 24.04"\nID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n'

it.each([
  ['Debian', 'linux', undefined, 'ID=debian\n', 'sudo apt-get install postgresql-client'],
  ['Ubuntu, a version', 'linux', 17, ubuntu, 'apt.postgresql.org.sh -y && sudo apt-get install postgresql-client-17'],
  ['Rocky', 'linux', 16, 'ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'sudo dnf install postgresql16'],
  ['Fedora', 'linux', undefined, 'ID=fedora\n', 'sudo dnf install postgresql'],
  ['Alpine', 'linux', 18, 'ID=alpine\n', 'apk add postgresql18-client'],
  ['openSUSE', 'linux', 17, 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', 'sudo zypper install postgresql17'],
  ['macOS', 'darwin', undefined, '', 'brew install libpq'],
  ['macOS, a version', 'darwin', 17, '', 'brew install postgresql@17'],
  ['Windows', 'win32', 17, '', 'winget install PostgreSQL.PostgreSQL.17'],
] as const)('names the command of %s', (_, platform, major, osRelease, command) => {
  const hint = installHint(platform, major, osRelease)
  expect(hint).toContain(command)
  expect(hint).not.toContain('\n')
  expect(hint.includes(`version ${major} or newer`)).toBe(major !== undefined)
})

it.each(['linux', 'freebsd'] as const)('says where to look on an unknown %s', (platform) => {
  expect(installHint(platform, 17, 'ID=unheard-of\n')).toMatch(/version 17 or newer \(https:.*PGSAFE_PG_BIN/)
})
