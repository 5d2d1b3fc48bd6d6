import { all, press, remembered, root } from './dom.ts';

/** `light`, `dark`, or `system` for what the system says. */
export function showTheme(theme: string | null): void {
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  else delete root.dataset.theme;
  for (const button of all('button[data-theme-choice]')) {
    press(button, button.dataset.themeChoice === (root.dataset.theme ?? 'system'));
  }
}

/** Whenever the page has other content. */
export function prepareThemes(): void {
  for (const button of all('button[data-theme-choice]')) {
    button.onclick = () => {
      remembered.set('theme', button.dataset.themeChoice!);
      showTheme(button.dataset.themeChoice!);
    };
  }
  showTheme(root.dataset.theme ?? null);
}
