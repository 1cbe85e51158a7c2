// @ts-check

/** @typedef {{ userId: string, name: string }} User */

/**
 * The demo users of this server.
 *
 * @returns {Promise<User[]>}
 */
export async function demoUsers() {
  return ask("/demo/users");
}

/**
 * A fresh token for one device of a demo user.
 *
 * @param {string} userId
 * @param {string} deviceId
 * @returns {Promise<string>}
 */
export async function demoToken(userId, deviceId) {
  const { token } = await ask("/demo/token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ userId, deviceId }),
  });
  return token;
}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 */
async function ask(path, init) {
  const response = await fetch(path, { cache: "no-store", ...init });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}
