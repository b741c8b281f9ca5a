import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

export interface PictureData {
  url: string;
  srcset?: string;
  color: string;
  alt?: string;
}

interface PictureProps {
  picture: PictureData | null | undefined;
  /** Width on the screen for the choice among renditions, as in img sizes. */
  sizes: string;
  /** Loads at once, ahead of others: for the first pictures of a screen. */
  eager?: boolean;
  alt?: string;
  class?: string;
  children?: ComponentChildren;
}

/** A square picture on its dominant colour until it is there; a missing or broken one leaves the colour. */
export function Picture({ picture, sizes, eager = false, alt, class: name = '', children }: PictureProps) {
  const [broken, setBroken] = useState('');
  const shown = picture && picture.url !== broken;
  return (
    <div class={`pic sk-square ${name}`} style={{ '--c': picture?.color ?? 'var(--bg2)' }}>
      {shown && (
        <img
          src={picture.url}
          {...(picture.srcset ? { srcset: picture.srcset, sizes } : {})}
          alt={alt ?? picture.alt ?? ''}
          width={480}
          height={480}
          loading={eager ? 'eager' : 'lazy'}
          {...(eager ? { fetchpriority: 'high' } : {})}
          decoding="async"
          onError={() => setBroken(picture.url)}
        />
      )}
      {children}
    </div>
  );
}
