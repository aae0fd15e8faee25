import { effect, signal } from '@preact/signals';

export type Theme = 'dark' | 'light';

const KEY = 'sandbox-theme';
const systemIsLight = window.matchMedia('(prefers-color-scheme: light)');

function stored(): Theme | null {
  const value = localStorage.getItem(KEY);
  return value === 'dark' || value === 'light' ? value : null;
}

export const theme = signal<Theme>(stored() ?? (systemIsLight.matches ? 'light' : 'dark'));

export function startTheme(): void {
  systemIsLight.addEventListener('change', () => {
    if (stored() === null) theme.value = systemIsLight.matches ? 'light' : 'dark';
  });
  effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
  });
}

export function toggleTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  localStorage.setItem(KEY, theme.value);
}
