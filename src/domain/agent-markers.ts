/** Something in the environment by which a coding agent gives itself away. */
export interface AgentMarker {
  /** The agent's name, for people. */
  readonly agent: string
  /** Every one of these variables must fit. */
  readonly variables: Readonly<Record<string, RegExp>>
  /** It counts only where nobody could type: the same variables are set in that editor's own terminal. */
  readonly withoutTerminal?: true
}

/** Set to anything but a no. */
const set = /^(?!(?:0|false|no|off)?$)/i

/** A file that only Devin's machines have. */
export const devinFile = '/opt/.devin'

/** Set for what an agent itself runs, and for nothing else. The more telling ones come first: the first that fits names the agent. */
export const strongMarkers: readonly AgentMarker[] = [
  { agent: 'Claude Code', variables: { CLAUDECODE: set } },
  { agent: 'Claude Code', variables: { CLAUDE_CODE_SESSION_ID: set } },
  { agent: 'Codex', variables: { CODEX_THREAD_ID: set } },
  { agent: 'Codex', variables: { CODEX_CI: set } },
  { agent: 'Codex', variables: { CODEX_SANDBOX: set } },
  { agent: 'Codex', variables: { CODEX_SANDBOX_NETWORK_DISABLED: set } },
  { agent: 'Gemini CLI', variables: { GEMINI_CLI: set } },
  { agent: 'Qwen Code', variables: { QWEN_CODE: set } },
  { agent: 'Cursor', variables: { CURSOR_AGENT: set } },
  { agent: 'Cursor', variables: { CURSOR_EXTENSION_HOST_ROLE: /^agent-exec$/ } },
  { agent: 'Cursor', variables: { CURSOR_TRACE_ID: set, PAGER: /^head -n 10000 \| cat$/ } },
  { agent: 'Copilot', variables: { COPILOT_CLI: set } },
  { agent: 'Copilot', variables: { TERM_PROGRAM: /^vscode$/, GIT_PAGER: /^cat$/ } },
  { agent: 'OpenCode', variables: { OPENCODE: set } },
  { agent: 'OpenCode', variables: { OPENCODE_CLIENT: set } },
  { agent: 'Cline', variables: { CLINE_ACTIVE: set } },
  { agent: 'Goose', variables: { AGENT: /^goose$/i } },
  { agent: 'Amp', variables: { AMP_CURRENT_THREAD_ID: set } },
  { agent: 'Amp', variables: { AGENT: /^amp$/i } },
  { agent: 'Crush', variables: { CRUSH: set } },
  { agent: 'Crush', variables: { AGENT: /^crush$/i } },
  { agent: 'Aider', variables: { OR_APP_NAME: /^aider$/i } },
  { agent: 'Augment', variables: { AUGMENT_AGENT: set } },
  { agent: 'Antigravity', variables: { ANTIGRAVITY_AGENT: set } },
  { agent: 'Replit', variables: { REPLIT_SESSION: /^agent-/ } },
  { agent: 'Replit', variables: { REPLIT_MODE: /^assistant$/ } },
  { agent: 'Junie', variables: { JUNIE_DATA: set } },
  { agent: 'Kiro', variables: { TERM_PROGRAM: /^kiro$/ }, withoutTerminal: true },
  { agent: 'Pi', variables: { PI_CODING_AGENT: set } },
  { agent: 'Jules', variables: { HOME: /^\/home\/jules$/, USER: /^swebot$/ } },
  { agent: 'Warp', variables: { OZ_RUN_ID: set } },
  { agent: 'Zed', variables: { TERM_PROGRAM: /^zed$/, PAGER: /^cat$/ } },
  { agent: 'Bolt', variables: { SHELL: /^\/bin\/jsh$/, npm_config_yes: set } },
  { agent: 'an agent', variables: { AI_AGENT: set } },
  { agent: 'an agent', variables: { AGENT: /^(?:1|true|yes)$/i } },
]

/** Also set for people: in an editor's own terminal, by a sign-in, in a person's profile. */
export const weakMarkers: readonly AgentMarker[] = [
  { agent: 'Claude Code', variables: { CLAUDE_CODE: set } },
  { agent: 'Claude Code', variables: { CLAUDE_CODE_ENTRYPOINT: set } },
  { agent: 'Cursor', variables: { CURSOR_TRACE_ID: set } },
  { agent: 'Copilot', variables: { COPILOT_MODEL: set } },
  { agent: 'Copilot', variables: { COPILOT_ALLOW_ALL: set } },
  { agent: 'Copilot', variables: { COPILOT_GITHUB_TOKEN: set } },
  { agent: 'Goose', variables: { GOOSE_PROVIDER: set } },
  { agent: 'Aider', variables: { AIDER_API_KEY: set } },
  { agent: 'Replit', variables: { REPL_ID: set } },
  { agent: 'Devin', variables: { EDITOR: /devin/i } },
  { agent: 'an agent', variables: { AGENT: set } },
]
