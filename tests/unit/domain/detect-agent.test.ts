import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { strongMarkers, weakMarkers } from '../../../src/domain/agent-markers.ts'
import { decideCaller, type AgentSetting } from '../../../src/domain/caller.ts'
import { detectAgent } from '../../../src/domain/detect-agent.ts'

const nowhere = { devinFile: false, terminal: false }
const detect = (env: Record<string, string>, facts = nowhere) => detectAgent(env, facts)

describe('detectAgent', () => {
  it.each([
    [{ CLAUDECODE: '1' }, 'Claude Code', 'CLAUDECODE'],
    [{ CLAUDECODE: '1', AI_AGENT: 'claude' }, 'Claude Code', 'CLAUDECODE'],
    [{ CODEX_SANDBOX: 'seatbelt' }, 'Codex', 'CODEX_SANDBOX'],
    [{ GEMINI_CLI: '1' }, 'Gemini CLI', 'GEMINI_CLI'],
    [{ QWEN_CODE: '1' }, 'Qwen Code', 'QWEN_CODE'],
    [{ CURSOR_AGENT: '1' }, 'Cursor', 'CURSOR_AGENT'],
    [{ CURSOR_EXTENSION_HOST_ROLE: 'agent-exec' }, 'Cursor', 'CURSOR_EXTENSION_HOST_ROLE'],
    [{ COPILOT_CLI: '1' }, 'Copilot', 'COPILOT_CLI'],
    [{ TERM_PROGRAM: 'vscode', GIT_PAGER: 'cat' }, 'Copilot', 'TERM_PROGRAM and GIT_PAGER'],
    [{ OPENCODE: '1' }, 'OpenCode', 'OPENCODE'],
    [{ CLINE_ACTIVE: 'true' }, 'Cline', 'CLINE_ACTIVE'],
    [{ AGENT: 'goose' }, 'Goose', 'AGENT'],
    [{ AMP_CURRENT_THREAD_ID: 'T-1' }, 'Amp', 'AMP_CURRENT_THREAD_ID'],
    [{ CRUSH: '1' }, 'Crush', 'CRUSH'],
    [{ OR_APP_NAME: 'Aider' }, 'Aider', 'OR_APP_NAME'],
    [{ AUGMENT_AGENT: '1' }, 'Augment', 'AUGMENT_AGENT'],
    [{ ANTIGRAVITY_AGENT: '1' }, 'Antigravity', 'ANTIGRAVITY_AGENT'],
    [{ REPLIT_SESSION: 'agent-1234' }, 'Replit', 'REPLIT_SESSION'],
    [{ JUNIE_DATA: '/x' }, 'Junie', 'JUNIE_DATA'],
    [{ TERM_PROGRAM: 'kiro' }, 'Kiro', 'TERM_PROGRAM'],
    [{ PI_CODING_AGENT: 'true' }, 'Pi', 'PI_CODING_AGENT'],
    [{ HOME: '/home/jules', USER: 'swebot' }, 'Jules', 'HOME and USER'],
    [{ OZ_RUN_ID: '1' }, 'Warp', 'OZ_RUN_ID'],
    [{ TERM_PROGRAM: 'zed', PAGER: 'cat' }, 'Zed', 'TERM_PROGRAM and PAGER'],
    [{ SHELL: '/bin/jsh', npm_config_yes: 'true' }, 'Bolt', 'SHELL and npm_config_yes'],
    [{ AI_AGENT: 'some-new-one' }, 'an agent', 'AI_AGENT'],
    [{ AGENT: '1' }, 'an agent', 'AGENT'],
  ])('%j is an agent: %s', (env, name, marker) => {
    expect(detect(env)).toEqual({ kind: 'agent', name, marker })
  })

  it('knows Devin by a file', () => {
    expect(detect({}, { ...nowhere, devinFile: true })).toEqual({ kind: 'agent', name: 'Devin', marker: '/opt/.devin' })
  })

  it.each([
    [{ CLAUDE_CODE_ENTRYPOINT: 'cli' }, 'Claude Code'],
    [{ CURSOR_TRACE_ID: 'abc' }, 'Cursor'],
    [{ COPILOT_GITHUB_TOKEN: 'x' }, 'Copilot'],
    [{ GOOSE_PROVIDER: 'x' }, 'Goose'],
    [{ REPL_ID: 'x' }, 'Replit'],
    [{ EDITOR: '/opt/devin/bin/edit' }, 'Devin'],
    [{ AGENT: 'build-host-7' }, 'an agent'],
  ])('%j may be an agent, or a person: %s', (env, name) => {
    expect(detect(env)).toMatchObject({ kind: 'maybe', name })
  })

  it.each([
    {},
    { CLAUDECODE: '' },
    { CLAUDECODE: '0' },
    { AI_AGENT: 'false' },
    { TERM_PROGRAM: 'vscode' },
    { TERM_PROGRAM: 'vscode', GIT_PAGER: 'less' },
    { TERM_PROGRAM: 'zed', PAGER: 'less' },
    { REPLIT_SESSION: 'xyz' },
    { HOME: '/home/jules', USER: 'jules' },
    { OR_APP_NAME: 'MyApp' },
    { CI: 'true', GITHUB_ACTIONS: 'true' },
    { SSH_AGENT_PID: '12', AGENT_NAME: 'azure-7' },
  ])('%j is nobody but a person', (env) => {
    expect(detect(env)).toEqual({ kind: 'none' })
  })

  it("takes Kiro's own terminal for a person's", () => {
    expect(detect({ TERM_PROGRAM: 'kiro' }, { ...nowhere, terminal: true })).toEqual({ kind: 'none' })
  })

  it('never tells the value of a variable', () => {
    for (const { variables } of [...strongMarkers, ...weakMarkers]) {
      const env = Object.fromEntries(Object.keys(variables).map((name) => [name, 's3cret']))
      expect(JSON.stringify(detect(env))).not.toContain('s3cret')
    }
  })
})

describe('decideCaller', () => {
  const decide = (value: AgentSetting, env: Record<string, string>, terminal: boolean) =>
    decideCaller({ setting: { value, source: '--agent' }, detected: detect(env, { ...nowhere, terminal }), terminal })

  it.each([
    ['auto', {}, false, 'person'],
    ['auto', { CLAUDECODE: '1' }, false, 'agent'],
    ['auto', { CLAUDECODE: '1' }, true, 'agent'],
    ['auto', { REPL_ID: '1' }, true, 'maybe-agent'],
    ['yes', {}, true, 'agent'],
    ['no', {}, false, 'person'],
    ['no', { REPL_ID: '1' }, false, 'person'],
    ['no', { CLAUDECODE: '1' }, true, 'denied-agent'],
    ['no', { CLAUDECODE: '1' }, false, 'agent'],
  ] as const)('--agent %s with %j, terminal: %s: %s', (value, env, terminal, kind) => {
    expect(decide(value, env, terminal)).toMatchObject({ kind })
  })

  it('never takes an agent for a person because of a flag that the agent could have added', () => {
    const anySetting = fc.constantFrom<AgentSetting[]>('auto', 'yes', 'no')
    fc.assert(
      fc.property(anySetting, fc.constantFrom(...strongMarkers), fc.boolean(), (value, { agent }, terminal) => {
        const detected = { kind: 'agent', name: agent, marker: 'X' } as const
        const { kind } = decideCaller({ setting: { value, source: '--agent' }, detected, terminal })
        expect(kind).not.toBe('person')
        if (!terminal) expect(kind).toBe('agent')
      }),
    )
  })
})
