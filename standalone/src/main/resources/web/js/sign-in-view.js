// @ts-check
import { element, fromTemplate, paintAvatar, select, setText } from "./dom.js";
/** @import { User } from "./demo-users.js" */

/**
 * Shows the users to choose from.
 *
 * @param {readonly User[]} users
 * @param {string | undefined} problem what went wrong before, in plain words
 * @returns {Promise<User>} the chosen one
 */
export function chooseUser(users, problem) {
  const view = element("sign-in", HTMLElement);
  showProblem(problem);
  view.hidden = false;
  return new Promise((resolve) => {
    element("sign-in-users", HTMLElement).replaceChildren(
      ...users.map((user) =>
        tile(user, () => {
          view.hidden = true;
          resolve(user);
        }),
      ),
    );
    select("#sign-in-title", HTMLElement).focus();
  });
}

/**
 * @param {string | undefined} problem
 */
export function showProblem(problem) {
  element("sign-in", HTMLElement).hidden = false;
  const line = element("sign-in-problem", HTMLElement);
  line.hidden = problem === undefined;
  setText(line, problem ?? "");
}

/**
 * @param {User} user
 * @param {() => void} chosen
 */
function tile(user, chosen) {
  const item = fromTemplate("user-tile");
  const button = select("button", HTMLButtonElement, item);
  button.dataset.testid = `sign-in-${user.userId}`;
  paintAvatar(select(".avatar", HTMLElement, item), user);
  setText(select(".user-tile__name", HTMLElement, item), user.name);
  button.addEventListener("click", chosen);
  return item;
}
