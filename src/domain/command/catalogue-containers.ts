import { list, rules, type Tool } from './command-rule.ts'

const { none, inspect, database } = rules

const volumes = 'every database, role and setting kept in those volumes'

/** What removes the server itself: containers and their volumes. */
export const containerTools: readonly Tool[] = [
  {
    name: 'Docker Compose',
    programs: ['docker-compose', 'podman-compose'],
    clusters: true,
    valuesBeforeCommand: true,
    valueFlags: list('-f, --file, -p, --project-name, --profile, --env-file, --project-directory, -t, --timeout'),
    consentFlags: ['--force', '-y', '--yes'],
    rules: [
      none(['down', 'rm', 'up', 'stop', 'restart'], '', { flags: ['--dry-run'] }),
      database('down', "stop the project's containers and delete its volumes", {
        flags: ['-v', '--volumes'],
        beyond: volumes,
        safer: 'docker compose down (keeps the volumes)',
      }),
      database('rm', 'remove containers with their anonymous volumes', { flags: ['-v', '--volumes'], beyond: volumes }),
      database('up', 'start containers with new, empty anonymous volumes', {
        flags: ['-V', '--renew-anon-volumes'],
        beyond: volumes,
      }),
      inspect(['down', 'rm'], 'remove the containers; a database that is in no named volume is lost with them'),
      database('volumes rm', 'delete volumes', { beyond: volumes }),
    ],
    harmless: list(`
      ps, logs, config, images, ls, port, top, version, pull, build, push, events, stats, stop, start, restart,
      up, pause, unpause, create, volumes, wait
    `),
  },
  {
    name: 'Docker',
    programs: ['docker', 'podman', 'nerdctl'],
    clusters: true,
    valuesBeforeCommand: true,
    valueFlags: ['-H', '--host', '--context', '-c', '--filter', '--log-level'],
    consentFlags: ['-f', '--force', '-a', '--all'],
    rules: [
      database(['volume rm', 'volume remove'], 'delete volumes', { beyond: volumes }),
      database('volume prune', 'delete every volume that no container uses', { beyond: volumes }),
      database(['system prune', 'system reset'], 'delete unused containers, networks and volumes', {
        flags: ['--volumes'],
        beyond: volumes,
      }),
      inspect(['system prune', 'container prune'], 'delete stopped containers with everything that is not in a volume'),
      database(['rm', 'container rm', 'container remove'], 'remove a container with its anonymous volumes', {
        flags: ['-v', '--volumes'],
        beyond: volumes,
      }),
      database(
        ['rm', 'container rm', 'container remove'],
        'remove a container with everything that is not in a volume',
        { beyond: 'a database kept in the container itself' },
      ),
      database(
        ['stack rm', 'swarm leave', 'system reset', 'machine rm'],
        'remove the services that may hold the database',
        { beyond: volumes },
      ),
    ],
    harmless: list(`
      ps, logs, images, inspect, version, info, stats, top, port, pull, push, build, buildx, start, stop, restart,
      wait, tag, login, image, network, volume ls, volume inspect, volume create, container ls, container inspect,
      container logs, context, system df, system info, events
    `),
  },
]
