/* Identifiers of factories and products as people type them, as in identifiers.py. */

/* the value of a digit of any script, each of which has its ten in a row */
const digit = (character) => {
  const point = character.codePointAt(0);
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(point - value - 1))) value += 1;
  return String(value);
};
/* Without what stands between characters, marks of direction that come along when one copies included. */
export const joined = (typed) =>
  typed.normalize("NFKC").toUpperCase().replace(/[\s\p{Cf}\p{Pd}.·()]/gu, "").replace(/(?![0-9])\p{Nd}/gu, digit);
/* letters that are no digits of an identifier, because they are digits misread */
export const misread = (text) => text.replace(/O/g, "0").replace(/[IL]/g, "1");
/* A country's two letters begin the ID of a factory. */
export const ofFactory = (id) => /^[A-Z]{2}/.test(id);
/* What was typed as an ID; `typed` is joined. */
export const asId = (typed) => (ofFactory(typed) ? typed.slice(0, 2) + misread(typed.slice(2)) : misread(typed));
export const BASE = /^[0-9A-HJKMNP-TV-Z]+$/;

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/* ISO 7064 MOD 37,36 */
export const fits = (id) => {
  let check = 18;
  for (const letter of id) check = ((((check || 36) * 2) % 37) + ALPHABET.indexOf(letter)) % 36;
  return check === 1;
};
