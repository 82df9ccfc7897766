import { list, rules, type Tool } from './command-rule.ts'

const { inspect, database } = rules

const volumes = 'every database, role and setting kept in those volumes'
const cloud = "it acts on the provider's side: every database, role and backup kept there goes too"

/** What removes a server in a cluster or at a provider. */
export const cloudTools: readonly Tool[] = [
  {
    name: 'Kubernetes',
    programs: ['kubectl', 'oc'],
    valueFlags: ['-n', '--namespace', '--context', '--kubeconfig', '-l', '--selector', '-f', '--filename'],
    consentFlags: ['--force', '--now'],
    rules: [
      database(['delete', 'replace', 'drain'], 'delete resources, perhaps the server or its volume', {
        beyond: volumes,
      }),
      inspect(['apply', 'patch', 'scale', 'edit', 'rollout'], 'change resources, perhaps those of the server'),
    ],
    harmless: list('get, describe, logs, version, config, top, explain, api-resources, wait, port-forward, diff'),
  },
  {
    name: 'Helm',
    programs: ['helm'],
    valueFlags: ['-n', '--namespace', '--kube-context', '-f', '--values'],
    rules: [
      database(['uninstall', 'delete', 'un', 'del'], 'remove a release, perhaps the server with its volume', {
        beyond: volumes,
      }),
      inspect(['upgrade', 'install', 'rollback'], 'change a release, perhaps that of the server'),
    ],
    harmless: ['list', 'ls', 'status', 'get', 'history', 'show', 'template', 'lint', 'repo', 'search', 'version'],
  },
  {
    name: 'Hosted PostgreSQL',
    programs: list(`
      heroku, railway, fly, flyctl, neonctl, neon, gcloud, aws, az, doctl, terraform, tofu, pulumi, colima,
      minikube
    `),
    valueFlags: ['-a', '--app', '--project-id', '--region', '--profile', '--project', '-g', '--resource-group'],
    consentFlags: list(`
      --confirm, -y, --yes, --force, -f, --quiet, -q, -auto-approve, --auto-approve, --skip-final-snapshot`),
    rules: [
      database(
        ['pg:reset', 'addons:destroy', 'apps:destroy', 'pg:copy', 'pg:push'],
        'drop or replace the hosted database',
        { beyond: cloud },
      ),
      database(
        [
          'volume delete',
          'volumes destroy',
          'volume destroy',
          'postgres destroy',
          'mpg destroy',
          'apps destroy',
          'down',
          'delete',
        ],
        'delete the hosted database or its volume',
        { beyond: cloud },
      ),
      database(
        [
          'projects delete',
          'branches delete',
          'branches reset',
          'branches restore',
          'databases delete',
          'roles delete',
        ],
        'delete or replace the hosted database',
        { beyond: cloud },
      ),
      database(
        [
          'sql databases delete',
          'sql instances delete',
          'rds delete-*',
          'postgres flexible-server delete',
          'postgres flexible-server db delete',
        ],
        'delete the hosted database',
        { beyond: cloud },
      ),
      database('destroy', 'destroy what is configured, perhaps the server with its volume', { beyond: cloud }),
      inspect('apply', 'change what is configured, perhaps the server', { beyond: cloud }),
    ],
    harmless: list(`
      pg:info, pg:backups, pg:credentials, config, logs, status, whoami, plan, validate, fmt, init, output, show,
      projects list, branches list, databases list, apps list, rds describe-*, sql instances list, sql databases
      list
    `),
  },
]
