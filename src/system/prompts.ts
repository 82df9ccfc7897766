/** Questions to a person; system/inquirer-prompts.ts is the real one. Each throws PgsafeError 'interrupted' on Ctrl-C. */
export interface Prompts {
  /** Whether a person can be asked at all: stdin and stderr are terminals. Look before asking. */
  readonly interactive: boolean
  /** And stdout is a terminal as well: nothing but a screen takes what is shown. */
  readonly attended: boolean
  /** y/n with no as the default. */
  confirm(message: string): Promise<boolean>
  /** One line of free text. */
  input(message: string): Promise<string>
}
