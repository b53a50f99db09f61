/**
 * Starting at login and opening links as Linux desktops have it: desktop entries, in the autostart
 * folder and among the applications.
 * Sources: Desktop Entry Specification 1.5 (freedesktop.org), “The Exec key” and “Value types”;
 * Desktop Application Autostart Specification 0.5; Shared MIME-info, “URI scheme handlers”.
 */

/**
 * The entry that starts a program at login.
 * @param command the program, and what is said to it
 * @throws Error when no entry can start it: the path of a program must hold no `=`, and GLib looks
 *   for one with `%` where it is not
 */
export function desktopEntry(name: string, command: readonly string[]): string {
  return entryOf(name, command, [execLine(command), 'X-GNOME-Autostart-enabled=true'])
}

/**
 * The entry of a program that opens links of a scheme, each as its last argument. It is in no menu:
 * that is for the one of the installed app.
 * @throws Error as `desktopEntry`
 */
export function linkHandlerEntry(name: string, command: readonly string[], scheme: string): string {
  const mimeType = `MimeType=x-scheme-handler/${scheme};`
  return entryOf(name, command, [`${execLine(command)} %u`, mimeType, 'NoDisplay=true'])
}

function entryOf(name: string, command: readonly string[], lines: readonly string[]): string {
  const [program = ''] = command
  if (/[=%]/.test(program)) {
    throw new Error(`No desktop starts a program whose path holds “=” or “%”: ${program}`)
  }
  const [exec = '', ...more] = lines
  const first = ['[Desktop Entry]', 'Type=Application', `Name=${name}`, exec, 'Terminal=false']
  return [...first, ...more, ''].join('\n')
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
