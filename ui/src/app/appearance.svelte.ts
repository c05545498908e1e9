/**
 * Light or dark, by choice and not by the system: a counter is bright, night duty is not.
 *
 * Kept while the window is open; it becomes a person's setting together with the others.
 */
export type Theme = 'light' | 'dark';

export class Appearance {
  theme = $state<Theme>('light');

  turn(): void {
    this.theme = this.theme === 'light' ? 'dark' : 'light';
  }
}
