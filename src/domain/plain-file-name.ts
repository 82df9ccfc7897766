/** True for a name that leads nowhere but to one entry of a directory, on any system, and does not garble a terminal. */
export function isPlainFileName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && name.length <= 255 && !/[/\\\u0000-\u001f\u007f]/.test(name)
}
