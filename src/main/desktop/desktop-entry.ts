/**
 * Starting at login as Linux desktops have it: a desktop entry in the autostart folder.
 * Sources: Desktop Entry Specification 1.5 (freedesktop.org), “The Exec key” and “Value types”;
 * Desktop Application Autostart Specification 0.5.
 */

/**
 * The entry that starts a program at login.
 * @param command the program, and what is said to it
 * @throws Error when no entry can start it: the path of a program must hold no `=`, and GLib looks
 *   for one with `%` where it is not
 */
export function desktopEntry(name: string, command: readonly string[]): string {
  const [program = ''] = command
  if (/[=%]/.test(program)) {
    throw new Error(`No desktop starts a program whose path holds “=” or “%”: ${program}`)
  }
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    execLine(command),
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/** Whether an entry starts this command, and nobody has switched it off. */
export function startsAtLogin(entry: string, command: readonly string[]): boolean {
  const lines = entry.split('\n').map((line) => line.trim())
  const isOff = lines.some((line) =>
    /^(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)$/.test(line),
  )
  return lines.includes(execLine(command)) && !isOff
}

function execLine(command: readonly string[]): string {
  return `Exec=${escapeText(command.map(quoteArgument).join(' '))}`
}

/** Quoted whole, so that no character in it means anything; `%` begins a field code even then. */
function quoteArgument(argument: string): string {
  return `"${argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`
}

/** As in all texts of an entry. Undone before the quotes are looked at. */
function escapeText(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r')
}
