/* An enhancement only: without it, files are chosen in the form as in any other. Here they may also be pasted or dropped,
   are seen before they are sent, can be taken out again, and are made smaller where they are too large to be sent. */
"use strict";
(() => {
  const MANY_PIXELS = 12e6; /* what a photo that is made smaller keeps: letters in it stay legible */
  const THUMBNAIL = 160;
  const kept = new WeakMap(); /* by field, what was chosen in it so far */
  const field = () => document.querySelector("form.ask #image");
  const total = (files) => files.reduce((sum, file) => sum + file.size, 0);

  const drawn = (bitmap, scale) => {
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas;
  };

  const smaller = async (file) => {
    try {
      const bitmap = await createImageBitmap(file);
      const canvas = drawn(bitmap, Math.min(1, Math.sqrt(MANY_PIXELS / (bitmap.width * bitmap.height))));
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
      return blob && blob.size < file.size ? new File([blob], "image.jpg", { type: blob.type }) : file;
    } catch {
      return file; /* the browser cannot open it; the desk says what it thinks of it */
    }
  };

  /* Only what would be refused is made smaller: it loses what the file says of its origin. The largest goes first. */
  const fitting = async (files, most) => {
    const result = [...files];
    for (const file of [...files].sort((one, other) => other.size - one.size)) {
      if (total(result) <= most) break;
      result[result.indexOf(file)] = await smaller(file);
    }
    return result;
  };

  const put = (image, files) => {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    image.files = transfer.files;
    kept.set(image, files);
  };

  const show = async (image) => {
    const list = image.closest("form").querySelector(".chosen");
    const rows = await Promise.all(kept.get(image).map(async (file, at) => {
      const row = document.createElement("li");
      try {
        const bitmap = await createImageBitmap(file);
        const canvas = drawn(bitmap, Math.min(1, THUMBNAIL / Math.max(bitmap.width, bitmap.height)));
        canvas.setAttribute("aria-hidden", "true");
        row.append(canvas);
      } catch {
        row.append(list.dataset.none);
      }
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = list.dataset.remove.replace("0", at + 1);
      button.addEventListener("click", () => take(image, kept.get(image).filter((one) => one !== file), true));
      row.append(button);
      return row;
    }));
    list.replaceChildren(...rows);
    list.hidden = !rows.length;
  };

  const take = async (image, files, back) => {
    const all = files.slice(0, Number(image.dataset.most));
    put(image, await fitting(all, Number(image.dataset.bytes)));
    await show(image);
    const list = image.closest("form").querySelector(".chosen");
    document.getElementById("announcement").textContent = list.dataset.count.replace("0", all.length);
    if (back) image.focus();
  };

  const add = (image, files) => take(image, [...(kept.get(image) || []), ...files]);
  const pictures = (data) => [...(data?.files || [])].filter((file) => file.type.startsWith("image/"));

  document.addEventListener("change", (event) => {
    const image = event.target.form?.querySelector("#image");
    if (!image || !["image", "camera"].includes(event.target.id)) return;
    const files = [...event.target.files];
    if (event.target.id === "camera") event.target.value = "";
    if (files.length) add(image, files);
    else put(image, kept.get(image) || []); /* the choice was called off: what was there stays */
  });
  document.addEventListener("paste", (event) => {
    const files = pictures(event.clipboardData);
    if (!field() || !files.length) return;
    event.preventDefault();
    add(field(), files);
  });
  document.addEventListener("dragover", (event) => {
    if (field() && event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!field() || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); /* else the browser would leave the page and show the picture */
    const files = pictures(event.dataTransfer);
    if (files.length) add(field(), files);
  });

  const offer = () => document.querySelectorAll(".by-hand").forEach((one) => { one.hidden = false; });
  document.addEventListener("htmx:after:swap", offer);
  offer();
})();
