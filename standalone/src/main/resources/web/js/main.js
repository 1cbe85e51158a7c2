// @ts-check
import { CarillonClient, webResumeStore } from "/sdk/carillon.js";
import { Blocking } from "./blocking.js";
import { showConnection } from "./connection-banner.js";
import { demoToken, demoUsers } from "./demo-users.js";
import { windowDeviceId } from "./device-id.js";
import { element } from "./dom.js";
import { HistoryView } from "./history-view.js";
import { OwnStatus } from "./own-status.js";
import { OwnWindows } from "./own-windows.js";
import { PeoplePicker } from "./people-picker.js";
import { PeopleView } from "./people-view.js";
import { Phone } from "./phone.js";
import { watchRoomForm } from "./room-form.js";
import { SideTabs } from "./side-tabs.js";
import { chooseUser, showProblem } from "./sign-in-view.js";
/** @import { Target } from "./call-stage.js" */
/** @import { User } from "./demo-users.js" */

/** Without a key or a pointer for so long the user is away; seconds. */
const IDLE_AFTER_S = 300;

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
    idleAfterMs: Number(address.searchParams.get("idle") ?? IDLE_AFTER_S) * 1_000,
  });
  const userOf = (/** @type {string} */ userId) => users.find((user) => user.userId === userId) ?? { userId, name: userId };
  const status = new OwnStatus({
    user: me,
    now: () => client.now(),
    onChange: (presence) => void client.presence.set(presence).catch(report),
  });
  const picker = new PeoplePicker((userId) => client.presence.of(userId));
  const call = (/** @type {Target} */ target) => void phone.call(target);
  const blocking = new Blocking({ blocks: client.blocks, userOf, onChange: (blocked) => people.setBlocked(blocked) });
  const people = new PeopleView(others, {
    onCall: (user, media) => call({ to: [user], media, room: undefined }),
    onMore: (user, button) => blocking.openMenu(user, button),
  });
  const calls = new HistoryView({ self: me.userId, history: client.history, userOf, onCall: call });
  const phone = new Phone({
    client,
    people,
    picker,
    windows: new OwnWindows(me.userId, deviceId),
    others,
    who: { self: me.userId, userOf },
    onRoom: keepRoomInAddress,
    onCallOver: ({ id }, missed) => calls.callEnded(id, missed),
  });
  new SideTabs((tab) => (tab === "recent" ? calls.open() : calls.close()));
  element("group-call", HTMLButtonElement).addEventListener("click", async () => {
    const chosen = await picker.forCall(others);
    if (chosen) call({ to: chosen.users, media: chosen.media, room: undefined });
  });
  watchRoomForm((room, media) => call({ to: [], media, room }));
  client.on("presence", (changed) => people.update(changed));
  client.on("missedCalls", (count) => calls.setMissed(count));
  client.on("error", report);
  showConnection(client);
  element("sign-out", HTMLButtonElement).addEventListener("click", () => void signOut(client));
  element("app", HTMLElement).hidden = false;
  const room = address.searchParams.get("room");
  try {
    await client.connect();
    if (status.isChosen) await client.presence.set(status.current);
    people.update(await client.presence.subscribe(others.map((user) => user.userId)));
    await blocking.load();
  } catch (error) {
    report(error);
  }
  if (room && !phone.isIn(room)) call({ to: [], media: "video", room });
}

/**
 * Who reloads the page comes back into the room; who copies the address shares it.
 *
 * @param {string | undefined} room
 */
function keepRoomInAddress(room) {
  if (room === undefined) address.searchParams.delete("room");
  else address.searchParams.set("room", room);
  if (address.href !== location.href) history.replaceState(null, "", address);
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
  address.searchParams.delete("room");
  location.assign(address);
}
