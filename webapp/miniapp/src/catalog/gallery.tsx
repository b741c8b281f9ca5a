import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../shell/lang';
import { Picture, type PictureData } from '../ui/picture';

interface GalleryProps {
  pictures: readonly (PictureData & { id: string })[];
  alt: string;
  children?: ComponentChildren;
}

/** Pictures one swipes through; a new first picture (another colour) starts it over. */
export function Gallery({ pictures, alt, children }: GalleryProps) {
  const list = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState(0);
  const first = pictures[0]?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another first picture starts the row over
  useEffect(() => {
    list.current?.scrollTo({ left: 0 });
    setAt(0);
  }, [first]);
  const shown = pictures.length > 0 ? pictures : [undefined];
  return (
    <div class="gallery">
      <ul
        ref={list}
        tabIndex={pictures.length > 1 ? 0 : -1}
        aria-label={t('product.pictures')}
        onScroll={(event) => {
          const { scrollLeft, clientWidth } = event.currentTarget;
          if (clientWidth > 0) setAt(Math.round(scrollLeft / clientWidth));
        }}
      >
        {shown.map((picture, i) => (
          <li key={picture?.id ?? 'none'}>
            <Picture
              picture={picture}
              sizes="(min-width: 720px) 720px, 100vw"
              eager={i === 0}
              alt={picture?.alt || alt}
            />
          </li>
        ))}
      </ul>
      {pictures.length > 1 && (
        <>
          <div class="dots" aria-hidden="true">
            {pictures.map((picture, i) => (
              <i key={picture.id} class={i === at ? 'on' : ''} />
            ))}
          </div>
          <span class="seen-not" aria-live="polite">
            {t('product.pictureOf', { at: at + 1, count: pictures.length })}
          </span>
        </>
      )}
      {children}
    </div>
  );
}
