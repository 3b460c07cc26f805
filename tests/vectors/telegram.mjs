// Writes telegram.json: data as Telegram would send it, made by @tma.js/init-data-node where it can make it and by node's
// crypto where it cannot. Keys, tokens and times are fixed and belong to nobody. See README.md.

import assert from "node:assert/strict";
import { createHash, createHmac, createPrivateKey, createPublicKey, sign as ed25519, webcrypto } from "node:crypto";
import { writeFileSync } from "node:fs";
import { sign, validate, validate3rd } from "@tma.js/init-data-node";

const NOW = 1_764_000_000; // when a server would look, in seconds
const BOT = 123456789;
const TOKEN = `${BOT}:AAvectorsVectorsVectorsVectorsVec_-0`;
const OTHER_TOKEN = `${BOT}:AAotherOtherOtherOtherOtherOther_-0`;

// A key pair in Telegram's place: only Telegram can sign with its own. PKCS #8 is a fixed head and the seed.
const SEED = Buffer.alloc(32, 7);
const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), SEED]),
  format: "der",
  type: "pkcs8",
});
const publicKey = Buffer.from(createPublicKey(privateKey).export({ format: "jwk" }).x, "base64url");

const user = {
  id: 2 ** 52 - 1,
  first_name: "María José + ñ & 100% =",
  last_name: "Peña",
  username: "mjose",
  language_code: "es",
  is_premium: true,
  allows_write_to_pm: true,
  photo_url: "https://t.me/i/userpic/320/x.svg",
};
const fields = {
  user,
  query_id: "AAHdF6IQAAAAAN0XohDhrOrc",
  chat_type: "private",
  chat_instance: "8134722200314281151",
  start_param: "f-1_x",
  can_send_after: 10,
};

/** The third-party signature over a query string's fields. */
function signature(query, bot = BOT) {
  const pairs = [...new URLSearchParams(query)].filter(([key]) => key !== "hash" && key !== "signature");
  const text = pairs.map(([key, value]) => `${key}=${value}`).sort().join("\n");
  return ed25519(null, Buffer.from(`${bot}:WebAppData\n${text}`), privateKey).toString("base64url");
}

/** initData in both forms: the signature is made first, the hash covers it. */
function launch(data = fields, date = NOW - 10, token = TOKEN) {
  const when = new Date(date * 1000);
  return sign({ ...data, signature: signature(sign(data, token, when)) }, token, when);
}

/** The Login Widget's query string (core.telegram.org/widgets/login); the package does not make it. */
function widget(data, date = NOW - 10, token = TOKEN) {
  const query = new URLSearchParams({ ...data, auth_date: String(date) });
  const text = [...query].map(([key, value]) => `${key}=${value}`).sort().join("\n");
  query.append("hash", createHmac("sha256", createHash("sha256").update(token).digest()).update(text).digest("hex"));
  return query.toString();
}

/** The query string with some fields changed, removed (undefined) or renamed by the caller. */
function altered(query, changes) {
  const params = new URLSearchParams(query);
  for (const [key, value] of Object.entries(changes)) value === undefined ? params.delete(key) : params.set(key, value);
  return params.toString();
}

const cases = [];
/** `hash`, `third`, `widget`: what each of the three checks must answer; "ok" or an error. */
function add(name, data, hash, third, asWidget = "WrongHash") {
  cases.push({ name, data, hash, third, widget: asWidget });
}

const valid = launch();
add("valid", valid, "ok", "ok");
add("the same, other order and encoding", valid.split("&").reverse().join("&").replaceAll("+", "%20"), "ok", "ok");
add("an hour old", launch(fields, NOW - 3600), "ok", "ok");
add("expired", launch(fields, NOW - 3601), "Stale", "Stale");
add("a minute ahead", launch(fields, NOW + 60), "ok", "ok");
add("from the future", launch(fields, NOW + 61), "Future", "Future");
add("another bot's token", launch(fields, NOW - 10, OTHER_TOKEN), "WrongHash", "ok");

for (const key of new URLSearchParams(valid).keys()) {
  const value = new URLSearchParams(valid).get(key);
  const hash = key === "hash" ? ["NoHash", "ok", "NoHash"] : ["WrongHash", "WrongSignature", "WrongHash"];
  const gone = key === "signature" ? "NoSignature" : hash[1];
  const other = value.endsWith("0") ? `${value.slice(0, -1)}1` : `${value.slice(0, -1)}0`;
  add(`${key} altered`, altered(valid, { [key]: other }), "WrongHash", hash[1]);
  add(`${key} emptied`, altered(valid, { [key]: "" }), "WrongHash", gone);
  add(`${key} removed`, altered(valid, { [key]: undefined }), hash[0], gone, hash[2]);
  const extra = key === "signature" ? gone : "WrongSignature";
  add(`${key} renamed`, altered(altered(valid, { [key]: undefined }), { [`${key}x`]: value }), hash[0], extra, hash[2]);
  add(`${key} twice`, `${valid}&${key}=${encodeURIComponent(value)}`, ...Array(3).fill(`DuplicateKey:${key}`));
  add(`${key} before itself`, `${key}=x&${valid}`, ...Array(3).fill(`DuplicateKey:${key}`));
}
add("a field added", `${valid}&added=1`, "WrongHash", "WrongSignature");
add("two fields joined into one", valid.replace("&query_id=", "%0Aquery_id="), ...Array(3).fill("Malformed"));
add("hash in capitals", altered(valid, { hash: new URLSearchParams(valid).get("hash").toUpperCase() }), "WrongHash", "ok");
add("hash cut short", altered(valid, { hash: new URLSearchParams(valid).get("hash").slice(0, 62) }), "WrongHash", "ok");

const hashOnly = sign(fields, TOKEN, new Date((NOW - 10) * 1000));
add("hash form alone, empty signature", hashOnly, "ok", "NoSignature");
const { user: _, ...nobody } = fields;
add("launched from a keyboard: no user", launch(nobody), "NoUser", "NoUser");
add("an id of 53 bits", launch({ ...fields, user: { ...user, id: 2 ** 52 } }), "NoUser", "NoUser");

const person = { id: "4503599627370495", first_name: "María José + ñ & 100% =", last_name: "Peña", username: "mjose" };
const login = widget(person);
add("Login Widget", login, "WrongHash", "NoSignature", "ok");
add("Login Widget, expired", widget(person, NOW - 3601), "WrongHash", "NoSignature", "Stale");
add("Login Widget, from the future", widget(person, NOW + 61), "WrongHash", "NoSignature", "Future");
add("Login Widget, another bot's token", widget(person, NOW - 10, OTHER_TOKEN), "WrongHash", "NoSignature", "WrongHash");
for (const key of new URLSearchParams(login).keys()) {
  const gone = key === "hash" ? "NoHash" : "WrongHash";
  add(`Login Widget, ${key} altered`, altered(login, { [key]: "1" }), "WrongHash", "NoSignature", "WrongHash");
  add(`Login Widget, ${key} removed`, altered(login, { [key]: undefined }), gone, "NoSignature", gone);
  add(`Login Widget, ${key} twice`, `${login}&${key}=1`, ...Array(3).fill(`DuplicateKey:${key}`));
}
// A launch's fields under the widget's secret, and the other way round.
add("a launch hashed as the Login Widget", widget(Object.fromEntries([...new URLSearchParams(hashOnly)].filter(([key]) => !["hash", "auth_date"].includes(key)))), "WrongHash", "NoSignature", "NoUser");
const disguised = altered(login, { hash: undefined });
const text = [...new URLSearchParams(disguised)].map(([key, value]) => `${key}=${value}`).sort().join("\n");
const launchKey = createHmac("sha256", "WebAppData").update(TOKEN).digest();
add("the Login Widget hashed as a launch", altered(disguised, { hash: createHmac("sha256", launchKey).update(text).digest("hex") }), "NoUser", "NoSignature", "WrongHash");

// The package's own checks agree on what it can judge: authenticity by hash, and by signature with our key in Telegram's place.
const keys = webcrypto.subtle.importKey.bind(webcrypto.subtle);
webcrypto.subtle.importKey = (format, _, ...rest) => keys(format, publicKey, ...rest);
const judged = { ok: true, Stale: true, Future: true, NoUser: true, WrongHash: false, WrongSignature: false, NoSignature: false };
for (const { name, data, hash, third } of cases) {
  const options = { expiresIn: 0 };
  if (hash in judged) {
    const check = () => validate(data, TOKEN, options);
    judged[hash] ? assert.doesNotThrow(check, name) : assert.throws(check, name);
  }
  if (third in judged) {
    const check = () => validate3rd(data, BOT, options);
    judged[third] ? await assert.doesNotReject(check, name) : await assert.rejects(check, name);
  }
}

const out = { now: NOW, bot: BOT, token: TOKEN, public_key: publicKey.toString("hex"), user, cases };
writeFileSync(new URL("telegram.json", import.meta.url), `${JSON.stringify(out, null, 1)}\n`);
console.log(`${cases.length} cases`);
