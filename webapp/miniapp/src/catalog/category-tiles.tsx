import type { CategoryTileFragment } from '../generated/gql/graphql';
import { Link } from '../shell/router';
import { Picture } from '../ui/picture';

/** Categories side by side: with pictures as tiles, without as words. */
export function CategoryTiles({ categories }: { categories: readonly CategoryTileFragment[] }) {
  if (categories.every((category) => !category.media)) {
    return (
      <ul class="chips">
        {categories.map((category) => (
          <li key={category.id}>
            <Link class="chip" to={`/c/${category.slug}`}>
              {category.name}
            </Link>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <ul class="tiles">
      {categories.map((category) => (
        <li key={category.id} class="tile">
          <Link to={`/c/${category.slug}`}>
            <Picture picture={category.media} sizes="84px" alt="">
              {!category.media && <span class="mark">{category.name.slice(0, 1)}</span>}
            </Picture>
            {category.name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
