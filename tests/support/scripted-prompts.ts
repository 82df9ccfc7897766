import { onTestFinished } from 'vitest'
import type { Prompts } from '../../src/system/prompts.ts'

/** One expected question and its answer: a boolean for y/n, a text for free input. */
export interface ScriptedAnswer {
  readonly question: RegExp | string
  readonly answer: boolean | string
}

/**
 * A person who answers exactly these questions, in this order: another question fails at once, one that was never asked fails
 * the test at its end. No answers: nobody is there (not interactive).
 */
export function scriptedPrompts(answers: readonly ScriptedAnswer[] = []): Prompts {
  const left = [...answers]
  onTestFinished(() => {
    if (left.length > 0) throw new Error(`never asked: ${left.map(({ question }) => String(question)).join(', ')}`)
  })
  const reply = (message: string): boolean | string => {
    const next = left.shift()
    if (next === undefined) throw new Error(`unexpected question: ${message}`)
    const { question, answer } = next
    const fits = typeof question === 'string' ? message.includes(question) : question.test(message)
    if (!fits) throw new Error(`expected the question ${String(question)}, got: ${message}`)
    return answer
  }
  return {
    interactive: answers.length > 0,
    attended: answers.length > 0,
    confirm: async (message) => {
      const answer = reply(message)
      if (typeof answer !== 'boolean') throw new TypeError(`a y/n question got the text "${answer}": ${message}`)
      return answer
    },
    input: async (message) => {
      const answer = reply(message)
      if (typeof answer !== 'string') throw new TypeError(`a free question got y/n: ${message}`)
      return answer
    },
  }
}
