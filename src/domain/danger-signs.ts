/** Signs that a database matters to others than this machine's developer. All matched against lower-cased text. */

/** Managed services by host name, the first match names it. */
export const managedHosts: readonly (readonly [provider: string, pattern: RegExp])[] = [
  ['Heroku', /^ec2-[\d-]+\.(?:[a-z\d-]+\.)?compute(?:-1)?\.amazonaws\.com$/],
  ['Heroku', /^c[a-z\d]+\.cluster-[a-z\d]+\.[a-z\d-]+\.rds\.amazonaws\.com$/],
  ['Amazon RDS', /\.rds\.amazonaws\.com$/],
  ['Amazon RDS', /\.rds\.cn-[a-z\d-]+\.amazonaws\.com\.cn$/],
  ['Amazon Aurora DSQL', /\.dsql\.[a-z\d-]+\.on\.aws$/],
  ['Amazon Redshift', /\.redshift\.amazonaws\.com$/],
  ['Azure', /\.postgres\.(?:database|cosmos)\.azure\.com$/],
  ['Google Cloud SQL', /^\/cloudsql\/|\.sql\.goog$/],
  ['Google AlloyDB', /\.alloydb\.goog$/],
  ['Supabase', /\.supabase\.(?:co|com|red)$/],
  ['Neon', /\.neon\.(?:tech|build)$/],
  ['Vercel Postgres', /\.postgres\.vercel-storage\.com$/],
  ['Prisma Postgres', /(?:^|\.)db\.prisma\.io$|(?:^|\.)prisma-data\.net$/],
  ['Render', /^dpg-[a-z\d]+-a(?:\.[a-z]+-postgres\.render\.com)?$/],
  ['Railway', /\.rlwy\.net$|\.railway\.(?:internal|app)$/],
  ['Fly', /\.flympg\.net$|\.flycast$|^(?!.*docker|.*containers).*\.internal$/],
  ['Crunchy Bridge', /\.postgresbridge\.com$/],
  ['Timescale', /\.tsdb\.(?:cloud|forge)\.timescale\.com$/],
  ['Aiven', /\.aivencloud\.com$|\.avns\.net$/],
  ['DigitalOcean', /\.db\.ondigitalocean\.com$/],
  ['CockroachDB', /\.cockroachlabs\.cloud$/],
  ['PlanetScale', /\.psdb\.cloud$/],
  ['YugabyteDB', /\.ybdb\.io$/],
  ['Xata', /\.xata\.(?:sh|tech)$/],
  ['Nile', /\.db\.thenile\.dev$/],
  ['Tembo', /\.tembo\.io$/],
  ['Koyeb', /\.pg\.koyeb\.app$/],
  ['Nhost', /\.nhost\.run$/],
  ['Clever Cloud', /\.services\.clever-cloud\.com$/],
  ['Scalingo', /\.scalingo-dbs\.com$/],
  ['Ubicloud', /\.postgres\.ubicloud\.com$/],
  ['ElephantSQL', /\.db\.elephantsql\.com$/],
]

/** Roles that managed services hand out: they show through a tunnel, where the host says localhost. */
export const managedUsers: readonly (readonly [provider: string, pattern: RegExp])[] = [
  ['Supabase', /^[a-z_]+\.[a-z\d]{20}$/],
  ['Neon', /^neondb_owner$/],
  ['DigitalOcean', /^doadmin$/],
  ['Aiven', /^avnadmin$/],
  ['Timescale', /^tsdbadmin$/],
  ['Amazon RDS', /^rdsadmin$/],
  ['Google Cloud SQL', /^cloudsql(?:admin|superuser)$/],
]

/** Ports that only a managed service uses: a tunnel, when the host is this machine. */
export const managedPorts: Readonly<Record<string, string>> = { '25060': 'DigitalOcean', '25061': 'DigitalOcean' }

/** This machine, or a container on it. */
export const localHosts: readonly RegExp[] = [
  /^$/,
  // A socket's directory, or an abstract socket.
  /^[/@]/,
  /^[a-z]:[\\/]/,
  /^localhost$|\.localhost$/,
  /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/,
  /^(?:::|0\.0\.0\.0)$/,
  /^::1$|^(?:::ffff:)127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/,
  /^(?:host|gateway|kubernetes)\.docker\.internal$/,
  /^host\.containers\.internal$/,
  /\.local$/,
  /\.test$/,
]

/** What people call the database's service in a compose file. */
export const composeServices: ReadonlySet<string> = new Set([
  ...'postgres postgresql postgresdb postgres-db postgres_db pg pgsql postgis timescaledb'.split(' '),
  ...'db database test-db testdb db-test postgres-test'.split(' '),
])

/** Continuous integration, where a host without a dot is a service container of the same job. */
export const ciVariables: readonly string[] = [
  ...'GITHUB_ACTIONS GITLAB_CI CIRCLECI TRAVIS BUILDKITE DRONE APPVEYOR TEAMCITY_VERSION'.split(' '),
  ...'BITBUCKET_BUILD_NUMBER JENKINS_URL TF_BUILD CODEBUILD_BUILD_ID SEMAPHORE CIRRUS_CI WOODPECKER_CI'.split(' '),
]

/** Where `postgres` or `db` is a service of a cluster, not of a compose file on this machine. */
export const clusterVariables: readonly string[] = [
  'KUBERNETES_SERVICE_HOST',
  'NOMAD_ALLOC_ID',
  'ECS_CONTAINER_METADATA_URI',
]

/** Variables that name the environment. */
export const environmentVariables: readonly string[] = [
  ...'NODE_ENV RAILS_ENV RACK_ENV APP_ENV MIX_ENV DJANGO_ENV FLASK_ENV VERCEL_ENV'.split(' '),
  ...'RAILWAY_ENVIRONMENT_NAME ASPNETCORE_ENVIRONMENT DOTNET_ENVIRONMENT'.split(' '),
]

export const productionValue = /^(?:production|prod|prd|live)$/

/** Variables that a hosting platform sets in the machines that run an application. */
export const platformVariables: Readonly<Record<string, string>> = {
  FLY_APP_NAME: 'Fly',
  DYNO: 'Heroku',
  RENDER: 'Render',
  K_SERVICE: 'Cloud Run',
}

/** A word of its own within a name: `shop_prod`, `prod-db.example.com`, not `products` or `delivery`. */
export const productionWord = /(?<![a-z\d])(?:prod|production|live|prd|primary|master)(?![a-z\d])/

/** A word of its own that no database of users is called by. */
export const developmentWord = /(?<![a-z\d])(?:dev|development|devel|test|tests|testing|shadow|tmp|temp)(?![a-z\d])/
