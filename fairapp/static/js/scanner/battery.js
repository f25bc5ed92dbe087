// How full the phone's battery is, in steps of 5 %, for the team to see which phone needs its charger; undefined where the
// browser does not tell (all but Chromium).
let asked;

export async function batteryLevel() {
  try {
    if (!asked) asked = navigator.getBattery?.();
    const battery = await asked;
    return battery ? Math.round(battery.level * 20) * 5 : undefined;
  } catch {
    return undefined;
  }
}
