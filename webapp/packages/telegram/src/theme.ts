import { BLACK, contrast, luminance, mix, parseHex, type RGB, readable, toHex, WHITE } from './contrast';

/** Telegram's theme colours as they come: every one may be missing, and people make their own themes. */
export type ThemeParams = Partial<
  Record<
    | 'bg_color'
    | 'text_color'
    | 'hint_color'
    | 'link_color'
    | 'button_color'
    | 'button_text_color'
    | 'secondary_bg_color'
    | 'header_bg_color'
    | 'accent_text_color'
    | 'section_bg_color'
    | 'section_header_text_color'
    | 'subtitle_text_color'
    | 'destructive_text_color'
    | 'section_separator_color'
    | 'bottom_bar_bg_color',
    string
  >
>;

export type Scheme = 'light' | 'dark';

/** The colours that components may use, each named for its work. Text reaches 4.5:1 on `bg`, `bg2` and `card`. */
export interface Tokens {
  scheme: Scheme;
  /** Page ground. */
  bg: string;
  /** Ground of pictures, fields and grouped pages. */
  bg2: string;
  /** Surface of cards and sheets. */
  card: string;
  fg: string;
  hint: string;
  link: string;
  /** Main action and its text. */
  btn: string;
  btnfg: string;
  /** Quiet ground in the brand's colour, and text in the brand's colour that is readable on it. */
  soft: string;
  tint: string;
  danger: string;
  ok: string;
  warn: string;
  sep: string;
}

const LIGHT: Required<Pick<ThemeParams, 'bg_color' | 'text_color' | 'hint_color' | 'secondary_bg_color'>> = {
  bg_color: '#ffffff',
  text_color: '#14171c',
  hint_color: '#6b7280',
  secondary_bg_color: '#f2f3f6',
};
const DARK: typeof LIGHT = {
  bg_color: '#17191d',
  text_color: '#f4f5f7',
  hint_color: '#9aa2ae',
  secondary_bg_color: '#0f1114',
};

/** WCAG AA, with a little room for rounding to whole colour values. */
const TEXT = 4.55;
const SHAPE = 3;
/** A ground of middle grey holds no text at all: it is moved until black or white stands out this much. */
const GROUND = 6;

/**
 * Computes the tokens from Telegram's colours and the shop's own. Telegram's defaults fail WCAG AA (hint and link on
 * grey), so every colour passes the contrast guard; a brand colour that cannot be seen on the ground is lightened or
 * darkened, never dropped.
 *
 * @param prefers the scheme when the theme names no ground
 */
export function tokens(theme: ThemeParams, brand: string | undefined, prefers: Scheme): Tokens {
  const given = parseHex(theme.bg_color);
  const scheme: Scheme = given ? (luminance(given) < 0.18 ? 'dark' : 'light') : prefers;
  const base = scheme === 'dark' ? DARK : LIGHT;
  const pick = (key: keyof typeof LIGHT) => parseHex(theme[key]) ?? (parseHex(base[key]) as RGB);

  const pole = scheme === 'dark' ? WHITE : BLACK;
  const ground = (c: RGB) => readable(c, [pole], GROUND);
  const bg = ground(pick('bg_color'));
  const bg2 = distinct(ground(pick('secondary_bg_color')), bg, scheme);
  const card = ground(
    parseHex(theme.section_bg_color) ?? (scheme === 'dark' && luminance(bg2) > luminance(bg) ? bg2 : bg),
  );
  const grounds = [bg, bg2, card];
  const text = (wish: RGB) => readable(wish, grounds, TEXT);

  const fg = text(pick('text_color'));
  const btn = readable(
    parseHex(brand) ?? parseHex(theme.button_color) ?? (parseHex('#2f6bed') as RGB),
    [bg, card],
    SHAPE,
  );
  const btnfg = contrast(btn, WHITE) >= SHAPE + 0.6 && contrast(btn, WHITE) >= contrast(btn, BLACK) / 3 ? WHITE : BLACK;
  const soft = readable(mix(card, btn, scheme === 'dark' ? 0.2 : 0.1), [fg], TEXT);
  return {
    scheme,
    bg: toHex(bg),
    bg2: toHex(bg2),
    card: toHex(card),
    fg: toHex(fg),
    hint: toHex(text(parseHex(theme.subtitle_text_color) ?? pick('hint_color'))),
    link: toHex(text(parseHex(theme.link_color) ?? btn)),
    btn: toHex(readable(btn, [btnfg], TEXT)),
    btnfg: toHex(btnfg),
    soft: toHex(soft),
    tint: toHex(readable(btn, [...grounds, soft], TEXT)),
    danger: toHex(text(parseHex(theme.destructive_text_color) ?? [214, 40, 57])),
    ok: toHex(text([22, 138, 84])),
    warn: toHex(text([178, 96, 8])),
    sep: toHex(mix(card, fg, 0.1)),
  };
}

/** A second ground that the eye can tell from the first: some themes give both the same value. */
function distinct(second: RGB, first: RGB, scheme: Scheme): RGB {
  return contrast(second, first) >= 1.06 ? second : mix(first, scheme === 'dark' ? WHITE : BLACK, 0.05);
}
