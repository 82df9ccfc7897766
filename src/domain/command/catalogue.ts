import { cloudTools } from './catalogue-cloud.ts'
import { containerTools } from './catalogue-containers.ts'
import { jsFrameworkTools } from './catalogue-frameworks-js.ts'
import { goTools } from './catalogue-go.ts'
import { nativeTools } from './catalogue-native.ts'
import { ormTools } from './catalogue-orms.ts'
import { prismaTools } from './catalogue-prisma.ts'
import { pythonBeamTools } from './catalogue-python-beam.ts'
import { queryBuilderTools } from './catalogue-query-builders.ts'
import { rubyPhpTools } from './catalogue-ruby-php.ts'
import { rustCloudTools } from './catalogue-rust-cloud.ts'
import { schemaTools } from './catalogue-schema-tools.ts'
import { shellTools } from './catalogue-shell.ts'
import type { Tool } from './command-rule.ts'

const tools: readonly Tool[] = [
  ...prismaTools,
  ...queryBuilderTools,
  ...ormTools,
  ...jsFrameworkTools,
  ...rubyPhpTools,
  ...pythonBeamTools,
  ...schemaTools,
  ...goTools,
  ...rustCloudTools,
  ...nativeTools,
  ...containerTools,
  ...cloudTools,
  ...shellTools,
]

const toolByProgram = new Map(tools.flatMap((tool) => tool.programs.map((program) => [program, tool] as const)))

/** The tool that a program's name (without directory and version) stands for; undefined when pgsafe does not know it. */
export function findTool(program: string): Tool | undefined {
  return toolByProgram.get(program)
}

/** Every program of the catalogue. */
export const knownPrograms: readonly string[] = [...toolByProgram.keys()]
