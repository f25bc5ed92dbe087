// Prints one badge from any page: its picture alone, on a page of its own size. `picture` and `paper` are the addresses
// of the picture and of the style sheet that makes the page. Resolves when the print dialog has been left, in browsers
// that wait for it; rejects, with nothing printed, when either cannot be had.
export async function printBadge({ picture, paper }) {
  clear();
  const image = Object.assign(new Image(), { className: "badge-on-paper", alt: "", src: anew(picture) });
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: paper });
  sheet.dataset.paperSheet = "";
  const styled = new Promise((resolve, reject) => Object.assign(sheet, { onload: resolve, onerror: reject }));
  document.head.append(sheet);
  try {
    await Promise.all([styled, image.decode()]);
  } catch (error) {
    clear();
    throw error;
  }
  document.body.append(image);
  addEventListener("afterprint", clear, { once: true });
  print();
}

// A page keeps pictures that it has shown, and a name may have been corrected since.
function anew(picture) {
  return picture.startsWith("data:") ? picture : `${picture}&at=${Date.now()}`;
}

// The next time that this page is printed, it is the page itself.
function clear() {
  for (const left of document.querySelectorAll(".badge-on-paper, link[data-paper-sheet]")) left.remove();
}
