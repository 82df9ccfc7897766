/** Variables through which the machine that runs the tests could reach into them. */
const foreign =
  /^(PG[A-Z]+|PGSAFE_.*|BACKUP_.*|SKIP_BACKUP_PROMPT|.*DATABASE_URL|CI|NO_COLOR|FORCE_COLOR|npm_.*|INIT_CWD|NODE_OPTIONS|NODE_ENV|VITEST.*|TMUX.*)$/i

/** Marks that AI agents leave in the environment of what they start. */
const agentMarks =
  /^(CLAUDE.*|AI_AGENT|AGENT|CODEX_.*|GEMINI_CLI|QWEN_CODE|CURSOR_.*|COPILOT_.*|OPENCODE.*|CLINE_.*|REPL_ID|REPLIT_.*|OR_APP_NAME|GIT_PAGER)$/i

/** The environment of a person who has configured nothing, plus `extra`; undefined takes a variable away. */
export function cleanEnvironment(extra: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name) && !agentMarks.test(name))
  const merged = { ...Object.fromEntries(inherited), ...extra }
  return Object.fromEntries(Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
