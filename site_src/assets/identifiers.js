/* Identifiers of factories and products as people type them, as in identifiers.py. */

export const joined = (typed) => typed.toUpperCase().replace(/[\s\-.·]/gu, "");
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
