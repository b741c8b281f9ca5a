import { describe, expect, test } from 'vitest';
import { contrast, parseHex, type RGB } from './contrast';
import { type ThemeParams, tokens } from './theme';

const rgb = (hex: string) => parseHex(hex) as RGB;

/** Telegram's own themes, and themes people made without thinking of contrast. */
const THEMES: Record<string, ThemeParams> = {
  none: {},
  'telegram light': {
    bg_color: '#ffffff',
    text_color: '#000000',
    hint_color: '#a8a8a8',
    link_color: '#2481cc',
    button_color: '#40a7e3',
    button_text_color: '#ffffff',
    secondary_bg_color: '#f0f0f0',
    section_bg_color: '#ffffff',
    subtitle_text_color: '#999999',
    destructive_text_color: '#ff3b30',
  },
  'telegram night': {
    bg_color: '#17212b',
    text_color: '#f5f5f5',
    hint_color: '#708499',
    link_color: '#6ab3f3',
    button_color: '#5288c1',
    button_text_color: '#ffffff',
    secondary_bg_color: '#232e3c',
    section_bg_color: '#17212b',
    destructive_text_color: '#ec3942',
  },
  pink: { bg_color: '#ffd1e8', text_color: '#ff7ac0', hint_color: '#ffb0d8', secondary_bg_color: '#ffd1e8' },
  'grey on grey': { bg_color: '#777777', text_color: '#888888', hint_color: '#808080', secondary_bg_color: '#7a7a7a' },
  'broken values': { bg_color: 'red', text_color: '#12', secondary_bg_color: '' },
};

const BRANDS = ['#0f766e', '#ffd400', '#111111', '#ffffff', '#e11d48', undefined];

describe.each(Object.entries(THEMES))('theme %s', (_, params) => {
  test.each(BRANDS)('with brand %s keeps text readable', (brand) => {
    for (const prefers of ['light', 'dark'] as const) {
      const t = tokens(params, brand, prefers);
      for (const ground of [t.bg, t.bg2, t.card]) {
        for (const name of ['fg', 'hint', 'link', 'tint', 'danger', 'ok', 'warn'] as const) {
          expect(contrast(rgb(t[name]), rgb(ground)), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.49);
        }
      }
      expect(contrast(rgb(t.btnfg), rgb(t.btn)), 'button text').toBeGreaterThanOrEqual(4.49);
      expect(contrast(rgb(t.tint), rgb(t.soft)), 'tint on soft').toBeGreaterThanOrEqual(4.49);
      expect(contrast(rgb(t.fg), rgb(t.soft)), 'text on soft').toBeGreaterThanOrEqual(4.49);
      expect(contrast(rgb(t.bg2), rgb(t.bg)), 'two grounds').toBeGreaterThan(1.04);
    }
  });
});

test('the scheme follows the ground, not the system', () => {
  expect(tokens({ bg_color: '#17212b' }, undefined, 'light').scheme).toBe('dark');
  expect(tokens({ bg_color: '#ffffff' }, undefined, 'dark').scheme).toBe('light');
  expect(tokens({}, undefined, 'dark').scheme).toBe('dark');
});

test('a brand colour that can be seen is used as it is', () => {
  expect(tokens({}, '#0f766e', 'light').btn).toBe('#0f766e');
});
