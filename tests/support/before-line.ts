/**
 * A script for replacedPrograms(): does `action` (sh) once, when psql is about to get a line that holds `text`, whatever else
 * that psql was asked before.
 */
export function beforeLine(happened: string, text: string, action: string): string {
  return `
while IFS= read -r line; do
  case "$line" in *"${text}"*) if [ ! -e '${happened}' ]; then : > '${happened}'; ${action}; fi;; esac
  printf '%s\\n' "$line"
done | "$real" "$@"`
}
