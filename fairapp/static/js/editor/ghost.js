// What is seen while a session is dragged: the session under the pointer, and where it would fall, with its hours.
// Both are moved by transform alone, and hold nothing that the rest of the page has to be laid out for.
export class Ghost {
  constructor(grid) {
    this.grid = grid;
    this.box = make("ed-ghost");
    this.fill = make("ed-ghost-fill");
    this.text = make("ed-ghost-text num");
    this.box.append(this.fill, this.text);
    this.shown = "";
  }

  // `carried`: the block to carry along, `width` pixels wide; nothing when its edge is pulled.
  begin(measured, { minutes, perMinute, carried, width }) {
    this.measured = measured;
    this.perMinute = perMinute;
    this.minutes = minutes;
    this.box.style.setProperty("--width", `${measured.columns[0].width}px`);
    this.box.style.setProperty("--height", `${minutes * perMinute}px`);
    this.grid.day.append(this.box);
    if (!carried) return;
    this.carried = carried.cloneNode(true);
    this.carried.classList.add("ed-carried");
    this.carried.removeAttribute("data-code");
    this.carried.tabIndex = -1;
    this.carried.setAttribute("aria-hidden", "true");
    this.carried.style.setProperty("--width", `${width}px`);
    this.carried.style.setProperty("--height", `${minutes * perMinute}px`);
    // The hours stand on what is carried, where they are looked for, and which covers the rest.
    this.text.remove();
    this.text = this.carried.querySelector(".ed-hours");
    document.body.append(this.carried);
  }

  carry(x, y) {
    if (this.carried) this.carried.style.transform = `translate3d(${x}px,${y}px,0)`;
  }

  show(place, span, column, text) {
    const key = `${column} ${place.start} ${place.minutes}`;
    if (key === this.shown) return;
    this.shown = key;
    const { box, columns } = this.measured;
    const x = this.grid.isRightToLeft ? columns[column].right - box.right : columns[column].left - box.left;
    this.box.hidden = false;
    this.box.style.transform = `translate3d(${x}px,${(place.start - span[0]) * this.perMinute}px,0)`;
    if (place.minutes !== this.minutes || this.isScaled) {
      this.isScaled = true;
      this.fill.style.transform = `scaleY(${place.minutes / this.minutes})`;
    }
    this.text.textContent = text;
  }

  // Outside the day: nothing of it is shown but `text` on what is carried.
  hide(text) {
    if (this.shown === "hidden") return;
    this.shown = "hidden";
    this.box.hidden = true;
    this.text.textContent = text;
  }

  end() {
    this.box.remove();
    this.carried?.remove();
    this.grid.parking.classList.remove("is-over");
  }
}

function make(className) {
  const found = document.createElement("div");
  found.className = className;
  return found;
}
