import { useT } from '../i18n/i18n';
import css from './delivery-screen.module.css';
import { type Point, projector } from './polygon';

type ZoneMapProps = {
  areas: readonly (readonly Point[])[];
  /** Drawn as dots: pickup points. */
  points?: readonly Point[];
  /** Drawn thin, to see the others beside the one that is edited. */
  context?: readonly (readonly Point[])[];
};

const size = 300;
const margin = 14;

/** Shapes of areas without a map below them: enough to see size, overlap and order, and it needs no outside service. */
export function ZoneMap({ areas, points = [], context = [] }: ZoneMapProps) {
  const t = useT();
  const drawn = areas.filter((area) => area.length > 1);
  if (drawn.length === 0) return null;
  const place = projector([...drawn, ...context, points], size, margin);
  const path = (area: readonly Point[]) => `M${area.map((corner) => place(corner).join(' ')).join('L')}Z`;
  return (
    <svg
      className={css.map}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={t('zone.mapLabel', { count: drawn.length })}
    >
      {context.map((area) => (
        <path key={path(area)} d={path(area)} className={css.context} />
      ))}
      {drawn.map((area, at) => (
        <path key={path(area)} d={path(area)} className={css.area} data-at={at % 6} />
      ))}
      {points.map((point) => {
        const [x, y] = place(point);
        return <circle key={`${x} ${y}`} cx={x} cy={y} r={4} className={css.point} />;
      })}
    </svg>
  );
}
