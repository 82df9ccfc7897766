import { type CommandTarget, opaque } from './command-target.ts'
import { searchConfig } from './search-config.ts'
import { findNear, flagValue, readNear, type TargetQuestion } from './target-question.ts'

/** Django: the settings module, DATABASES and the alias of `--database` in it. */
export function resolveDjango(question: TargetQuestion): CommandTarget {
  const written = /DJANGO_SETTINGS_MODULE['"]\s*,\s*['"]([\w.]+)/.exec(readNear(question, 'manage.py') ?? '')?.[1]
  const settings = flagValue(question, ['--settings']) ?? question.env['DJANGO_SETTINGS_MODULE'] ?? written
  const base = (settings ?? 'settings').replaceAll('.', '/')
  const path = findNear(question, [`${base}.py`, `${base}/__init__.py`])
  if (path === undefined) return opaque
  const folder = path.replace(/[^/]*$/, '')
  const blocks = ['DATABASES', flagValue(question, ['--database']) ?? 'default']
  for (const file of [path, `${folder}base.py`, `${folder}common.py`]) {
    const found = searchConfig(question, { path: file, blocks, plain: true })
    if (found !== undefined) return found
  }
  return opaque
}
