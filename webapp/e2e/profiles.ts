/** A Telegram client as the page meets it. */
export interface Profile {
  /** undefined: an ordinary browser without Telegram. */
  platform: string | undefined;
  version: string;
  /** `some`: theme and safe areas stay unanswered and the viewport is null, as on macOS. */
  answers: 'all' | 'some' | 'none';
  storage: 'free' | 'blocked';
}

const native = { answers: 'all', storage: 'free' } as const;

export const PROFILES = {
  android: { platform: 'android', version: '9.1', ...native },
  ios: { platform: 'ios', version: '9.1', ...native },
  tdesktop: { platform: 'tdesktop', version: '8.0', ...native },
  macos: { platform: 'macos', version: '9.1', answers: 'some', storage: 'free' },
  mute: { platform: 'android', version: '9.1', answers: 'none', storage: 'free' },
  '6.0': { platform: 'android', version: '6.0', ...native },
  'storage-blocked': { platform: 'weba', version: '9.1', answers: 'all', storage: 'blocked' },
  browser: { platform: undefined, version: '0', ...native },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof PROFILES;
