import { type CommandTarget, type FoundTarget, opaque } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { flagValue, lookUpWith, type TargetQuestion } from './target-question.ts'

/** A setting and where it stands. */
export interface Setting {
  readonly value: string
  readonly described: string
  readonly source: FoundTarget['source']
}

/** JDBC keeps the role and the password beside the URL. */
export function assembleJdbc(setting: (name: 'url' | 'user' | 'password') => Setting | undefined): CommandTarget {
  const url = setting('url')
  if (url === undefined) return opaque
  const login = (['user', 'password'] as const).flatMap((name) => {
    const value = setting(name)?.value
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]
  })
  const text = [url.value, login.join('&')].filter((part) => part !== '').join(url.value.includes('?') ? '&' : '?')
  return targetAt(text, { how: url.described, source: url.source })
}

export function firstOf(...settings: (Setting | undefined)[]): Setting | undefined {
  return settings.find((setting) => setting !== undefined)
}

export function fromFlag(question: TargetQuestion, names: readonly string[]): Setting | undefined {
  const value = flagValue(question, names)
  return value === undefined ? undefined : { value, described: names[0] ?? '', source: 'arguments' }
}

export function fromVariable(question: TargetQuestion, name: string): Setting | undefined {
  return lookUpWith(question)(name)
}

export function fromFile(value: string | undefined, path: string | undefined): Setting | undefined {
  return value === undefined || path === undefined
    ? undefined
    : { value, described: `the URL in ${path}`, source: 'file' }
}

export function propertyOf(text: string, name: string): string | undefined {
  const key = name.replaceAll('.', '\\.')
  return new RegExp(String.raw`^\s*${key}\s*[=:]\s*(\S.*?)\s*$`, 'm').exec(text)?.[1]
}
