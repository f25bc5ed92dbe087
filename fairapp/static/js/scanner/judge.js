// From a badge to a verdict, on this phone alone: who it is by the roster, then `decide`.
import { countsAsEntry, decide } from "./decide.js";
import { local, timeOf } from "./local.js";
import * as seal from "./seal.js";

const TOKEN = /^[A-Z2-7]{16}$/;

export class Judge {
  #device;

  constructor(device) {
    this.#device = device;
  }

  // `badge` as codes.js names it. {wire: as it is sent, key: as it was seen, isOurs, entry, sealed}.
  // `known`: what the list of names says of it, as its seal would.
  async look(badge, known = null) {
    const { config, roster, decides } = this.#device;
    const [kind, value] = [badge[0], badge.slice(2)];
    if (kind === "n") {
      const entry = roster.numbered(Number(value));
      return { wire: badge, key: entry ? seal.hex(entry.code) : badge, isOurs: true, entry, sealed: null };
    }
    if (kind === "h") return { wire: badge, key: value, isOurs: true, entry: roster.find(seal.bytesOf(value)), sealed: known };
    if (kind === "r") return { wire: badge, key: badge, isOurs: true, entry: null, sealed: null };
    if (!TOKEN.test(value) || !decides) return { wire: badge, key: badge, isOurs: TOKEN.test(value), entry: null, sealed: null };
    const code = await seal.codeOf(value, config.event.salt);
    const [entry, key] = [roster.find(code), seal.hex(code)];
    const sealed = entry && (await seal.open(entry, value, config.event.salt));
    return { wire: entry ? `h:${key}` : badge, key, isOurs: true, entry, sealed };
  }

  // `seen`: entries of this badge; `walkIn`: whoever just got this blank badge. What the screen needs, and whether it is an entry.
  decide(found, gate, { seen, at, direction, present, override, walkIn }) {
    const { config, decides } = this.#device;
    const { zone, days } = config.event;
    const fair = { zone, days: new Set(days) };
    const claimed = this._category(walkIn || seen.find((entry) => entry.walkIn)?.walkIn);
    const card = cardOf(found, gate, claimed);
    const clockFailed = this.#device.clockFailed(local(at, zone).day);
    const attempt = { at, direction, isWellFormed: found.isOurs, listIsComplete: false, clockFailed };
    const decision = decide(fair, { ...gateOf(gate), present }, attempt, card, seen);
    const category = config.categories[claimed ?? found.entry?.category];
    const first = decision.first;
    return {
      verdict: decision.verdict,
      reason: decision.reason,
      entry: direction !== "out" && countsAsEntry(decision, Boolean(override)),
      name: walkIn?.name || found.sealed?.[0] || "",
      organisation: found.sealed?.[1] || "",
      category,
      first_seen: first && { time: timeOf(first.at, zone), gate: this.gate(first.gate)?.name || first.gate },
      may_override: !override && config.device.may_override && ["ask", "refused"].includes(decision.verdict),
      // Of a typed number the server knows the name as well, which a gate wants to see.
      isSure: decides && Boolean(found.sealed || walkIn || !found.isOurs),
    };
  }

  gate(code) {
    return this.#device.config.checkpoints.find((gate) => gate.code === code);
  }

  // Of whoever was given a blank badge here: the category's number; null when nobody was.
  _category(walkIn) {
    const known = Object.entries(this.#device.config.categories);
    return walkIn ? Number((known.find(([, { code }]) => code === walkIn.category) || [0])[0]) : null;
  }
}

function cardOf({ entry, sealed }, gate, claimed) {
  if (!entry) return null;
  const revokedAt = entry.isRevoked ? Date.parse(sealed?.[3]) || 0 : null;
  if (claimed !== null && entry.standing === "blank") return { holder: { standing: "confirmed", category: claimed }, revokedAt };
  // By a typed number the list of sign-ups stays closed: nobody is turned away for that.
  if (gate.signed_up_only && !sealed && entry.standing !== "blank") return null;
  return { holder: holderOf(entry, gate, sealed), revokedAt };
}

function holderOf({ standing, isProtocol, category }, gate, sealed) {
  if (standing === "blank") return null;
  return { standing, category, isProtocol, isSignedUp: Boolean(sealed?.[2].includes(gate.watches)) };
}

// A checkpoint of the configuration as `decide` reads it.
function gateOf({ code, scope, group, is_entrance: isEntrance, signed_up_only: signedUpOnly, ...gate }) {
  return {
    code,
    scope,
    group,
    isEntrance,
    signedUpOnly,
    capacity: gate.capacity,
    categories: gate.categories && new Set(gate.categories),
    days: gate.days && new Set(gate.days),
    opensAt: gate.opens_at && Date.parse(gate.opens_at),
    closesAt: gate.closes_at && Date.parse(gate.closes_at),
    directions: gate.direction,
  };
}
