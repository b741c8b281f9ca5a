/** The cells of what a spreadsheet puts on the clipboard: rows by line break, cells by tab, quoted cells with either. */
export function cells(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    rows.at(-1)?.push(cell.trim());
    cell = '';
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else isQuoted = false;
    } else if (char === '"' && cell === '') isQuoted = true;
    else if (char === '\t') endCell();
    else if (char === '\n') {
      endCell();
      rows.push([]);
    } else if (char !== '\r') cell += char;
  }
  endCell();
  // Spreadsheets end the last row with a line break.
  if (rows.length > 1 && rows.at(-1)?.every((each) => each === '')) rows.pop();
  return rows;
}

/** A block laid over a grid from its top left cell; what falls outside is left out. */
export function* laid(block: string[][], row: number, column: number, rowCount: number, columnCount: number) {
  for (const [down, line] of block.entries()) {
    for (const [right, text] of line.entries()) {
      if (row + down < rowCount && column + right < columnCount)
        yield { row: row + down, column: column + right, text };
    }
  }
}
