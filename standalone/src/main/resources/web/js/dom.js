// @ts-check

/** More people than that are named, not drawn. */
const MAX_AVATARS = 3;

/**
 * An element of the page by its `data-testid`.
 *
 * @template {Element} T
 * @param {string} name
 * @param {new () => T} type what the element has to be
 * @param {ParentNode} [within]
 * @returns {T}
 */
export function element(name, type, within = document) {
  return expect(within.querySelector(`[data-testid="${name}"]`), type, name);
}

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 * @param {ParentNode} [within]
 * @returns {T}
 */
export function select(selector, type, within = document) {
  return expect(within.querySelector(selector), type, selector);
}

/**
 * A fresh copy of a template's only child.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function fromTemplate(id) {
  const content = document.importNode(select(`#${id}`, HTMLTemplateElement).content, true);
  return expect(content.firstElementChild, HTMLElement, id);
}

/**
 * Shows the initials of a name; the colour follows the user id, so that it is the same in every window.
 *
 * @param {HTMLElement} avatar
 * @param {{ userId: string, name: string }} user
 */
export function paintAvatar(avatar, user) {
  const initials = user.name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0])
    .join("");
  let tone = 0;
  for (const char of user.userId) tone = (tone * 17 + char.charCodeAt(0)) % 6;
  avatar.dataset.tone = String(tone);
  const label = document.createTextNode(initials.toUpperCase());
  avatar.replaceChildren(label, ...avatar.children);
}

/**
 * Shows people as one avatar, or as a few that overlap.
 *
 * @param {HTMLElement} row
 * @param {readonly { userId: string, name: string }[]} users
 */
export function paintAvatars(row, users) {
  const key = users.map(({ userId }) => userId).join(" ");
  if (row.dataset.users === key) return;
  row.dataset.users = key;
  row.dataset.count = String(Math.min(users.length, MAX_AVATARS));
  row.replaceChildren(
    ...users.slice(0, MAX_AVATARS).map((user) => {
      const avatar = document.createElement("span");
      avatar.className = "avatar";
      paintAvatar(avatar, user);
      return avatar;
    }),
  );
}

/**
 * @param {Element} icon an element with the class `icon`
 * @param {string} name of a symbol in art/icons.svg
 */
export function setIcon(icon, name) {
  const href = `art/icons.svg#${name}`;
  const use = select("use", SVGUseElement, icon);
  if (use.getAttribute("href") !== href) use.setAttribute("href", href);
}

/**
 * Sets a text only where it changed, so that live regions stay quiet otherwise.
 *
 * @param {Element} target
 * @param {string} text
 */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/**
 * @template {Element} T
 * @param {Element | null} found
 * @param {new () => T} type
 * @param {string} name
 * @returns {T}
 */
function expect(found, type, name) {
  if (!(found instanceof type)) throw new Error(`the page has no ${type.name} ${name}`);
  return found;
}
