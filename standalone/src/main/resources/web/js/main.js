// @ts-check
import { CarillonClient, webResumeStore } from "/sdk/carillon.js";
import { showConnection } from "./connection-banner.js";
import { demoToken, demoUsers } from "./demo-users.js";
import { windowDeviceId } from "./device-id.js";
import { element } from "./dom.js";
import { OwnStatus } from "./own-status.js";
import { PeopleView } from "./people-view.js";
import { Phone } from "./phone.js";
import { chooseUser, showProblem } from "./sign-in-view.js";
/** @import { User } from "./demo-users.js" */

const address = new URL(location.href);

const users = await demoUsers().catch(() => undefined);
if (users) await signIn(await whoIsThis(users), users);
else showProblem("The server does not answer. Reload the page to try again.");

/**
 * The user whom the address names (`?user=alice`), else the one who is chosen.
 *
 * @param {readonly User[]} users
 * @returns {Promise<User>}
 */
async function whoIsThis(users) {
  const asked = address.searchParams.get("user");
  const known = users.find((user) => user.userId === asked);
  if (known) return known;
  const chosen = await chooseUser(users, asked === null ? undefined : `There is no demo user called ${asked}.`);
  address.searchParams.set("user", chosen.userId);
  history.replaceState(null, "", address);
  return chosen;
}

/**
 * @param {User} me
 * @param {readonly User[]} users
 */
async function signIn(me, users) {
  const deviceId = await windowDeviceId();
  const others = users.filter((user) => user.userId !== me.userId);
  const client = new CarillonClient({
    url: location.origin,
    token: () => demoToken(me.userId, deviceId),
    device: { id: deviceId, name: "Browser", platform: "web" },
    resumeStore: webResumeStore(sessionStorage, `carillon.resume.${me.userId}.${deviceId}`),
    rtcConfiguration: address.searchParams.get("relay") === "1" ? { iceTransportPolicy: "relay" } : {},
  });
  const status = new OwnStatus(me, (presence) => void client.presence.set(presence).catch(report));
  /** @type {Phone | undefined} */
  let phone;
  const people = new PeopleView(others, (user, media) => void phone?.call(user, media));
  phone = new Phone({ client, people, userOf: (userId) => users.find((user) => user.userId === userId) ?? { userId, name: userId } });
  client.on("presence", (changed) => people.update(changed));
  client.on("error", report);
  showConnection(client);
  element("sign-out", HTMLButtonElement).addEventListener("click", () => void signOut(client));
  element("app", HTMLElement).hidden = false;
  try {
    await client.connect();
    if (status.current.status !== "online" || status.current.text) await client.presence.set(status.current);
    people.update(await client.presence.subscribe(others.map((user) => user.userId)));
  } catch (error) {
    report(error);
  }
}

/**
 * The banner and the stage tell the user; this is for whoever looks into the console.
 *
 * @param {unknown} error
 */
function report(error) {
  console.warn("carillon:", error);
}

/** @param {CarillonClient} client */
async function signOut(client) {
  await client.close();
  address.searchParams.delete("user");
  location.assign(address);
}
