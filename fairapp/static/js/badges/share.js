// Hands the badge's picture to another app of the phone: [data-share] holds its address. Where a phone cannot do that, the
// button stays hidden; the picture and a link for WhatsApp are there without script.
const part = document.querySelector("[data-share]");
let picture = null;

if (part && mayShare()) {
  part.hidden = false;
  part.querySelector("button").addEventListener("click", share);
}

function mayShare() {
  try {
    return navigator.canShare({ files: [new File([""], "badge.png", { type: "image/png" })] });
  } catch {
    return false;
  }
}

async function share() {
  const said = part.querySelector("[role=status]");
  said.textContent = "";
  try {
    picture = picture || (await fetchPicture());
    await navigator.share({ files: [picture] });
  } catch ({ name }) {
    // Whoever thought better of it knows. On a slow line the tap is too long ago when the picture is there: a second one
    // has it at once.
    if (name !== "AbortError") said.textContent = name === "NotAllowedError" ? said.dataset.again : said.dataset.failed;
  }
}

async function fetchPicture() {
  const answer = await fetch(part.dataset.share, { redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  return new File([await answer.blob()], part.dataset.name, { type: "image/png" });
}
