/** What the menu of the program shows over the screen; `close` is the end of the window. */
export type ProgramDialog = 'looks' | 'practice' | 'about' | 'close';
