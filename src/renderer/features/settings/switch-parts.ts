import classes from './general-desktop.module.css'

/** How a switch looks that has a line of its own. */
export const switchParts = {
  root: classes.switch ?? '',
  body: classes.body ?? '',
  input: classes.input ?? '',
  label: classes.label ?? '',
  description: classes.text ?? '',
}
