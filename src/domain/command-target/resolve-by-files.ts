import { list } from '../command/command-rule.ts'
import { type CommandTarget, opaque } from './command-target.ts'
import { resolveByArguments } from './resolve-by-arguments.ts'
import { searchConfig } from './search-config.ts'
import { envFilesOf } from './code-text.ts'
import { searchCode } from './search-code.ts'
import { findNear, lookUpWith, readNear, type TargetQuestion } from './target-question.ts'

/** Where programs keep their connection, for those without a resolver of their own. */
const configFiles: Readonly<Record<string, readonly string[]>> = {
  kysely: list('kysely.config.ts, .config/kysely.config.ts, kysely.config.js, kysely.config.mts'),
  payload: list('src/payload.config.ts, payload.config.ts, payload.config.js'),
  ace: list('config/database.ts, config/database.js'),
  strapi: list('config/database.ts, config/database.js'),
  medusa: list('medusa-config.ts, medusa-config.js'),
  keystone: list('keystone.ts, keystone.js'),
  'dotnet-ef': list('appsettings.Development.json, appsettings.json'),
}

/** Recipes are shell text, whatever else they hold. */
const recipeFiles: Readonly<Record<string, readonly string[]>> = {
  make: list('GNUmakefile, makefile, Makefile'),
  just: list('justfile, Justfile, .justfile'),
  task: list('Taskfile.yml, Taskfile.yaml'),
}

/** Any program: its arguments, then the configuration that it is known to read, then its own text when it is a script. */
export function resolveByFiles(question: TargetQuestion): CommandTarget {
  const named = resolveByArguments(question)
  if (named !== undefined) return named
  const config = findNear(question, configFiles[question.program] ?? [])
  if (config !== undefined) return searchConfig(question, { path: config, envFiles: ['.env'] }) ?? opaque
  const recipes = recipeFiles[question.program]
  const script = findNear(question, recipes ?? scriptNames(question))
  return script === undefined ? opaque : searchScript(question, script)
}

/** A script is a program: of an address in it, nothing is known but that it is there. */
function searchScript(question: TargetQuestion, file: string): CommandTarget {
  const text = readNear(question, file) ?? ''
  const { envFiles, override } = envFilesOf(text)
  return searchCode(text, { lookUp: lookUpWith(question, envFiles, override), pinned: question.pinned, file }) ?? opaque
}

const interpreter = /^(?:node|tsx|ts-node(?:-esm)?|bun|deno|python|ruby|php|perl|go|sh|bash|zsh|dash|ash|ksh)$/

/** What is run itself, or what a program that runs scripts is given. */
function scriptNames({ program, args }: TargetQuestion): string[] {
  const isScript = /[/.]/.test(program)
  const scripts = isScript
    ? [program]
    : interpreter.test(program)
      ? args.operands.filter((word) => /[/.]/.test(word))
      : []
  return scripts.flatMap((name) => ['', '.ts', '.js'].map((ending) => `${name.replace(/^\.\//, '')}${ending}`))
}
