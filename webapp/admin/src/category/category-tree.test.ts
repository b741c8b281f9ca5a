import { expect, test } from 'vitest';
import { type Branch, family, flat, height, treeOptions } from './category-tree';

const node = (id: string, children: Branch[] = []) => ({ id, name: id.toUpperCase(), children }) as Branch;
const tree = [node('a', [node('b', [node('c')]), node('d')]), node('e')];

test('flat goes from top to bottom with depth and neighbours', () => {
  expect(flat(tree).map((twig) => [twig.category.id, twig.depth, twig.parentId])).toEqual([
    ['a', 0, null],
    ['b', 1, 'a'],
    ['c', 2, 'b'],
    ['d', 1, 'a'],
    ['e', 0, null],
  ]);
  expect(flat(tree)[1]?.siblings).toEqual(['b', 'd']);
});

test('family is the category and all below it', () => {
  expect([...family(tree, 'b')]).toEqual(['b', 'c']);
  expect(family(tree, 'x').size).toBe(0);
});

test('height counts levels', () => {
  expect([height(tree, 'a'), height(tree, 'b'), height(tree, 'e')]).toEqual([3, 2, 1]);
});

test('options are indented', () => {
  expect(treeOptions(tree).map((option) => option.label)).toEqual(['A', '\u2003B', '\u2003\u2003C', '\u2003D', 'E']);
});
