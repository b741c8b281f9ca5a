import { expect, test } from 'vitest';
import { cells, laid } from './paste';

test('cells reads rows and columns of a spreadsheet', () => {
  expect(cells('A-1\t125 000\t5\r\nA-2\t130 000\t0\r\n')).toEqual([
    ['A-1', '125 000', '5'],
    ['A-2', '130 000', '0'],
  ]);
});

test('cells reads quoted cells with tabs, breaks and quotes inside', () => {
  expect(cells('"a\tb\nc"\t"say ""hi"""')).toEqual([['a\tb\nc', 'say "hi"']]);
});

test('cells keeps empty cells and a single one', () => {
  expect(cells('\t7\t')).toEqual([['', '7', '']]);
  expect(cells('7')).toEqual([['7']]);
});

test('laid stays inside the grid', () => {
  const block = cells('1\t2\n3\t4');
  expect([...laid(block, 1, 2, 3, 4)]).toHaveLength(4);
  expect([...laid(block, 2, 3, 3, 4)]).toEqual([{ row: 2, column: 3, text: '1' }]);
});
