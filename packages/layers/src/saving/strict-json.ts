/** JSON from files that may come from anywhere: bounded nesting, no key twice, no key that reaches a prototype. */

/**
 * Parses text that was written by somebody else.
 *
 * `JSON.parse` keeps the last of two equal keys in silence, so that two readers may see two files; and code that walks
 * a value of any depth runs out of stack.
 *
 * @param text - The whole text.
 * @param maxDepth - How many objects and arrays may lie within each other.
 * @throws {SyntaxError} with the reason.
 */
export function parseStrictJson(text: string, maxDepth: number): unknown {
  checkNestingAndKeys(text, maxDepth);
  return JSON.parse(text);
}

/** Looks at brackets and keys alone; what else may be wrong, `JSON.parse` finds. */
function checkNestingAndKeys(text: string, maxDepth: number): void {
  const open: Set<string>[] = []; // the keys of each object or array that is open; arrays have none
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '{' || character === '[') {
      if (open.length === maxDepth) throw new SyntaxError(`it is nested more than ${maxDepth} deep`);
      open.push(new Set());
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = endOfString(text, index);
      if (followsColon(text, end)) checkKey(text.slice(index, end), open.at(-1));
      index = end - 1;
    }
  }
}

/** Position after the closing quote. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === '"') return index + 1;
  }
  throw new SyntaxError('a string has no end');
}

function followsColon(text: string, index: number): boolean {
  while (text[index] === ' ' || text[index] === '\n' || text[index] === '\r' || text[index] === '\t') index++;
  return text[index] === ':';
}

function checkKey(quoted: string, keys: Set<string> | undefined): void {
  const key = quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
  const shown = JSON.stringify(key.slice(0, 100));
  if (key === '__proto__') throw new SyntaxError(`the key ${shown} is not allowed`);
  if (keys?.has(key)) throw new SyntaxError(`the key ${shown} occurs twice`);
  keys?.add(key);
}
