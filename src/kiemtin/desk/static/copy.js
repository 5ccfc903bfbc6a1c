/* An enhancement only: a button that copies an address. Without a script it can be marked and copied by hand. */
"use strict";
(() => {
  const copied = document.getElementById("copied");
  for (const button of document.querySelectorAll("[data-copies]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.copies);
      field.select();
      navigator.clipboard.writeText(field.value).then(() => {
        copied.textContent = button.textContent = button.dataset.copied;
      }, () => {});
    });
  }
})();
