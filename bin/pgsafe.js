#!/usr/bin/env node
// Plain old JavaScript: it must get as far as its message on any Node.
var parts = process.versions.node.split('.')
var major = Number(parts[0])
if (major > 20 || (major === 20 && Number(parts[1]) >= 19)) {
  var words = process.argv.slice(2)
  var version = words.length === 1 && (words[0] === '--version' || words[0] === '-V')
  // To load a module takes Node longer than to print a version.
  if (version) require('../dist/version.cjs')
  else void import('../dist/main.js')
} else {
  process.stderr.write(
    'Error: pgsafe needs Node.js 20.19 or newer; this is ' +
      process.versions.node +
      '\nTry:   install a newer one: https://nodejs.org\n',
  )
  process.exitCode = 2
}
