import { Icon } from './icons';
import css from './thumb.module.css';

/** A small picture on its dominant colour; the name stands beside it, so it needs no words of its own. */
export function Thumb({
  picture,
  size = 44,
}: {
  picture: { url: string; color: string } | null | undefined;
  size?: number;
}) {
  if (!picture) {
    return (
      <span className={css.thumb} style={{ width: size, height: size }}>
        <Icon name="image" size={size / 2} />
      </span>
    );
  }
  return (
    <img
      className={css.thumb}
      src={picture.url}
      alt=""
      width={size}
      height={size}
      loading="lazy"
      style={{ width: size, height: size, background: picture.color }}
    />
  );
}
